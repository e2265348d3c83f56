/**
 * The front page's edit screen: the panel 现在的首页 is asked for anew after each automatic save, so that whoever pins
 * a story sees at once where it stands and what makes room for it.
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
