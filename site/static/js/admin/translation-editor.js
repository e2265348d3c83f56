// Two phrases that wagtail-localize's editor has in English only, taken from the catalogue like all the others.

const HEADING = /^(.+) to (.+) translation$/;
const { gettext, interpolate } = window.django;

function translate(editor) {
  for (const heading of editor.querySelectorAll("h3")) {
    const [, source, target] = HEADING.exec(heading.textContent) ?? [];
    if (source) {
      heading.textContent = interpolate(gettext("%(source)s to %(target)s translation"), { source, target }, true);
    }
  }
  for (const label of editor.querySelectorAll(".w-dropdown__toggle .w-sr-only")) {
    if (label.textContent === "More actions") label.textContent = gettext("More actions");
  }
}

const editor = document.querySelector(".js-translation-editor");
// The second pass changes nothing, so the observer comes to rest; English stays as it is.
new MutationObserver(() => translate(editor)).observe(editor, { characterData: true, childList: true, subtree: true });
translate(editor);
