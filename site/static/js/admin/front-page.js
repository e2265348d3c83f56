/**
 * The front page's edit screen: the panel 现在的首页 is asked for anew after each automatic save, so that whoever pins
 * a story sees at once where it stands and what makes room for it. Rows of modules and pins bear what they show.
 */
(() => {
  async function renew(panel) {
    const answer = await fetch(panel.dataset.gxFront);
    if (answer.ok) panel.innerHTML = await answer.text();
  }

  document.addEventListener("w-autosave:success", () => {
    const panel = document.querySelector("[data-gx-front]");
    if (panel) renew(panel);
  });

  // A row is told by what it shows: “版块 3　图片新闻　影像”. Rows of modules are folded up, so that all are in sight to be
  // dragged past one another; by their numbers alone they would look all the same.
  const LISTS = ["id_modules-FORMS", "id_pins-FORMS"];

  function nameRow(row) {
    const heading = row.querySelector("[data-panel-heading-text]");
    if (!heading) return;
    const name = heading.querySelector(".gx-front__row") ?? heading.appendChild(document.createElement("span"));
    const kind = row.querySelector("select");
    const titles = [...row.querySelectorAll(".chooser:not(.blank) [data-chooser-title]")];
    const parts = [kind?.value ? kind.selectedOptions[0].text : "", ...titles.map((title) => title.textContent.trim())];
    const shown = row.querySelector("input[type=checkbox][name$='-shown']");
    name.className = shown && !shown.checked ? "gx-front__row gx-front__row--off" : "gx-front__row";
    name.textContent = parts.filter(Boolean).map((part) => `　${part}`).join("");
  }

  const nameRows = (list) => list.querySelectorAll(":scope > [data-inline-panel-child]").forEach(nameRow);

  function foldUp(list) {
    for (const row of list.children) {
      const toggle = row.querySelector("[data-panel-toggle]");
      const isFaulty = row.querySelector(".w-field--error, .error-message");
      if (toggle?.getAttribute("aria-expanded") === "true" && !isFaulty) toggle.click();
    }
  }

  window.addEventListener("load", () => {
    for (const list of LISTS.map((id) => document.getElementById(id)).filter(Boolean)) {
      nameRows(list);
      if (list.id === LISTS[0]) foldUp(list);
      list.addEventListener("change", () => nameRows(list));
      new MutationObserver(() => nameRows(list)).observe(list, { childList: true });
    }
  });

  // Wagtail writes the new order of rows without an event, so that its automatic save would not notice.
  const MOVED_AFTER = 400; // ms: the rows have come to rest
  const orderFields = () => [...document.querySelectorAll("[data-inline-panel-child] input[name$='-ORDER']")];
  const order = () => orderFields().map((field) => `${field.name}=${field.value}`).sort().join();
  let known = null;

  function tellWhenMoved(event) {
    if (!event.target.closest?.("[data-inline-panel-child]")) return;
    known ??= order();
    setTimeout(() => {
      const now = order();
      if (now === known) return;
      known = now;
      orderFields()[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    }, MOVED_AFTER);
  }

  document.addEventListener("pointerdown", tellWhenMoved, true);
  for (const name of ["dragend", "pointerup", "click"]) document.addEventListener(name, tellWhenMoved, true);
})();
