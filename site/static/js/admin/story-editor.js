/**
 * The story's edit screen: how many characters a field still takes, and, beside the buttons, what still blocks
 * publication. Both follow the typing; the second is asked of the server after each automatic save.
 */
const FORM = "[data-edit-form], #page-edit-form";
const LONGEST_COUNTED = 400;

function countCharacters(input) {
  const most = input.maxLength;
  if (most <= 0 || most > LONGEST_COUNTED || input.dataset.gxCounted || input.type === "hidden") return;
  input.dataset.gxCounted = "true";
  const note = document.createElement("span");
  note.className = "gx-count";
  note.setAttribute("aria-live", "off");
  const show = () => {
    note.textContent = `${Array.from(input.value).length} / ${most}`;
    note.classList.toggle("gx-count--full", Array.from(input.value).length >= most);
  };
  input.addEventListener("input", show);
  input.insertAdjacentElement("afterend", note);
  show();
}

function countAll(root) {
  root.querySelectorAll("input[maxlength], textarea[maxlength]").forEach(countCharacters);
}

function storyKey() {
  const found = window.location.pathname.match(/\/pages\/(\d+)\/edit\//);
  return found ? found[1] : null;
}

function problemsNote() {
  let note = document.querySelector(".gx-problems");
  if (note) return note;
  const actions = document.querySelector("footer.footer .actions--primary");
  if (!actions) return null;
  note = document.createElement("div");
  note.className = "gx-problems";
  note.setAttribute("role", "status");
  actions.insertAdjacentElement("afterend", note);
  return note;
}

function listItems(texts) {
  return texts.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
}

/** The panel above the form was written when the screen was loaded: it must not go on claiming what has been mended. */
function renewPanel(problems) {
  const list = document.querySelector("[data-gx-problems]");
  if (!list) return;
  list.replaceChildren(...listItems(problems));
  (list.closest(".w-panel") ?? list.parentElement).hidden = problems.length === 0;
}

async function showProblems(address) {
  const key = storyKey();
  const note = key && problemsNote();
  if (!note) return;
  const answer = await fetch(address.replace("/0/", `/${key}/`), { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { heading, problems } = await answer.json();
  renewPanel(problems);
  note.replaceChildren();
  note.hidden = problems.length === 0;
  if (problems.length) {
    const title = document.createElement("strong");
    title.textContent = heading;
    const list = document.createElement("ul");
    list.append(...listItems(problems));
    note.append(title, list);
  }
}

function start() {
  const form = document.querySelector(FORM);
  if (!form) return;
  countAll(form);
  // Blocks and rows are added while one edits.
  new MutationObserver(() => countAll(form)).observe(form, { childList: true, subtree: true });
  const address = document.querySelector("meta[name=gx-story-problems]")?.content
    ?? new URL(import.meta.url).searchParams.get("problems");
  if (!address) return;
  showProblems(address);
  document.addEventListener("w-autosave:success", () => showProblems(address));
}

start();
