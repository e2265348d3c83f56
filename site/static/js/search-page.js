/**
 * Filters of the search page take effect as they are ticked: the results are fetched by themselves and put in place,
 * the address follows, and the focus stays where it is. Without this the form's own button does it.
 */

const results = document.querySelector("[data-search-results]");
const status = document.querySelector("[data-search-status]");
let asking = null;

function addressOf(form) {
  const address = new URL(form.action, document.baseURI);
  address.search = new URLSearchParams(new FormData(form)).toString();
  return address;
}

async function load(address) {
  asking?.abort();
  asking = new AbortController();
  const part = new URL(address);
  part.searchParams.set("part", "results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(part, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    put(await answer.text());
    window.history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") window.location.assign(address);
    return;
  }
  results.removeAttribute("aria-busy");
}

function put(html) {
  const focused = document.activeElement?.id;
  const isOpen = results.querySelector("#search-filters")?.open;
  results.innerHTML = html;
  const filters = results.querySelector("#search-filters");
  if (filters) filters.open = isOpen;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  status.textContent = results.querySelector("[data-search-count]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  ready();
}

/** The button is for those without a script. */
function ready() {
  results.querySelectorAll("[data-search-apply]").forEach((button) => button.remove());
}

results.addEventListener("change", (event) => {
  const form = event.target.closest("[data-search-filters]");
  if (form) load(addressOf(form));
});
results.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-search-filters]");
  if (!form) return;
  event.preventDefault();
  load(addressOf(form));
});
ready();
