/**
 * The edit screen: how many characters a field still takes; beside the buttons, what still stands between a story and
 * its readers, asked of the server after each automatic save; a button that waits for the save under way; and what is
 * typed during one is not forgotten.
 */
const FORM = "[data-edit-form], #page-edit-form";
const LONGEST_COUNTED = 400;
const PANEL = "gx-before-publication";

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
  // A photo's title comes from the name of its file a moment later, without an event of its own.
  input.form?.addEventListener("change", () => setTimeout(show, 500));
  show();
}

function countAll(root) {
  root.querySelectorAll("input[maxlength], textarea[maxlength]").forEach(countCharacters);
}

function storyKey() {
  const found = window.location.pathname.match(/\/pages\/(\d+)\/edit\//);
  return found ? found[1] : null;
}

/** A line beside the buttons that leads to the panel on top of the form, whatever tab is open. */
function showNote(text) {
  let note = document.querySelector(".gx-problems");
  if (!note) {
    const actions = document.querySelector("footer.footer .actions--primary");
    if (!actions) return;
    note = document.createElement("p");
    note.className = "gx-problems";
    note.setAttribute("role", "status");
    const link = document.createElement("a");
    link.href = `#${PANEL}`;
    link.dataset.controller = "w-focus";
    link.dataset.action = "w-focus#focus:prevent";
    note.append(link);
    actions.insertAdjacentElement("afterend", note);
  }
  note.firstElementChild.textContent = text;
  note.hidden = !text;
}

/** The panel was written when the screen was loaded: it must not go on claiming what has been mended. */
function renewPanel(html) {
  const panel = document.getElementById(PANEL);
  if (panel) panel.innerHTML = html; // rendered by the server's template
}

let asked = 0;

async function showProblems(address) {
  const key = storyKey();
  if (!key) return;
  asked += 1;
  const question = asked;
  try {
    const answer = await fetch(address.replace("/0/", `/${key}/`), { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { note, html } = await answer.json();
    if (question !== asked) return; // a later save has asked again
    renewPanel(html);
    showNote(note);
  } catch {
    // The screen is being left, or the network is away: the next save asks again.
  }
}

/**
 * Wagtail's automatic save and a press of a button know nothing of each other. Saved at the same moment, a row just
 * added is stored twice, and a story just published is taken back to the draft that the automatic save had read.
 */
function pressAfterSaving(form) {
  let saving = false;
  let leaving = false;
  let pressed = null;
  window.addEventListener("w-autosave:save", (event) => {
    // Wagtail writes the decision of a review into the form: saved with it, the next step would be decided as well.
    if (leaving || event.detail.formData.has("action-workflow-action")) event.preventDefault();
    else saving = !event.defaultPrevented;
  });
  const saved = () => {
    saving = false;
    if (!pressed) return;
    const { button } = pressed;
    pressed = null;
    if (button) button.disabled = false; // Wagtail disables a button once it is pressed: it would not be sent
    form.requestSubmit(button);
    if (button) button.disabled = true;
  };
  document.addEventListener("w-autosave:success", saved);
  document.addEventListener("w-autosave:error", saved);
  window.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    if (saving) {
      event.preventDefault();
      pressed = { button: event.submitter };
    } else {
      leaving = true;
    }
  });
}

/** What the editor may change, as text by field: the server's own fields are not compared, nor comments. */
function edits(data, except) {
  const found = new Map();
  for (const [name, value] of data) {
    if (except.has(name) || name.startsWith("comments-")) continue;
    const text = value instanceof File ? `${value.name} ${value.size}` : value;
    found.set(name, `${found.get(name) ?? ""}\n${text}`);
  }
  return found;
}

/**
 * Once a save has succeeded, Wagtail takes the screen as it stands for saved: what was typed, chosen or dragged while
 * the server worked would wait for the next change, and be lost without one. So it is saved right after.
 */
function saveWhatChangedMeanwhile(form) {
  let sent = null;
  window.addEventListener("w-autosave:save", (event) => {
    if (!event.defaultPrevented) sent = event.detail.formData;
  });
  document.addEventListener("w-autosave:success", (event) => {
    const { response } = event.detail;
    const servers = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"];
    const except = new Set([...servers, "next", ...Object.keys(response?.field_updates ?? {})]);
    const before = edits(sent, except);
    const now = edits(new FormData(form), except);
    const changed = now.size !== before.size || [...now].some(([name, text]) => before.get(name) !== text);
    if (changed) form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }));
  });
}

function start() {
  const form = document.querySelector(FORM);
  if (!form) return;
  pressAfterSaving(form);
  saveWhatChangedMeanwhile(form);
  countAll(form);
  // Blocks and rows are added while one edits.
  new MutationObserver(() => countAll(form)).observe(form, { childList: true, subtree: true });
  const address = new URL(import.meta.url).searchParams.get("problems");
  if (!address) return;
  showProblems(address);
  document.addEventListener("w-autosave:success", () => showProblems(address));
}

start();
