/**
 * Photographs one by one over the page, for <… data-gallery>: arrow keys, swipe, a click or pinch to see details.
 * Without it every photograph stands in the page, in its order, with its caption.
 */

const FAR = 48;

class Viewer {
  constructor(gallery) {
    this.words = gallery.dataset;
    this.figures = [...gallery.querySelectorAll("figure")].filter((figure) => figure.querySelector("img"));
    this.figures.forEach((figure, place) => {
      const image = figure.querySelector("img");
      image.tabIndex = 0;
      image.setAttribute("role", "button");
      image.setAttribute("aria-label", `${this.words.open}${image.alt}`);
      image.addEventListener("click", () => this.open(place));
      image.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        this.open(place);
      });
    });
  }

  build() {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "viewer";
    this.dialog.setAttribute("aria-label", this.words.name);
    this.count = document.createElement("span");
    this.count.setAttribute("aria-live", "polite");
    this.back = this.button(this.words.previous, () => this.go(-1));
    this.on = this.button(this.words.next, () => this.go(1));
    const bar = document.createElement("div");
    bar.className = "viewer__bar";
    bar.append(this.back, this.count, this.on, this.button(this.words.close, () => this.dialog.close()));
    this.stage = document.createElement("div");
    this.stage.className = "viewer__stage";
    this.image = document.createElement("img");
    this.image.addEventListener("click", () => this.dialog.classList.toggle("viewer--large"));
    this.stage.append(this.image);
    this.caption = document.createElement("div");
    this.caption.className = "viewer__caption";
    this.dialog.append(bar, this.stage, this.caption);
    this.dialog.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.go(step);
    });
    this.stage.addEventListener("touchstart", (event) => {
      this.from = event.touches.length === 1 ? event.touches[0] : null;
    });
    this.stage.addEventListener("touchend", (event) => this.swiped(event.changedTouches[0]));
    this.dialog.addEventListener("close", () => {
      this.figures[this.place].querySelector("img").focus();
      this.dialog.remove();
      this.dialog = null;
    });
    document.body.append(this.dialog);
  }

  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  swiped(to) {
    const zoomed = this.dialog.classList.contains("viewer--large") || (globalThis.visualViewport?.scale ?? 1) > 1.05;
    if (!this.from || zoomed) return;
    const across = to.clientX - this.from.clientX;
    const down = Math.abs(to.clientY - this.from.clientY);
    if (Math.abs(across) > FAR && Math.abs(across) > down) this.go(across < 0 ? 1 : -1);
  }

  open(place) {
    this.build();
    this.show(place);
    this.dialog.showModal();
  }

  go(step) {
    const place = this.place + step;
    if (place >= 0 && place < this.figures.length) this.show(place);
  }

  show(place) {
    this.place = place;
    const figure = this.figures[place];
    const shown = figure.querySelector("img");
    const best = [...figure.querySelectorAll("source")].at(0)?.srcset || shown.srcset;
    const largest = best
      .split(",")
      .map((each) => each.trim().split(" "))
      .sort((one, other) => Number.parseInt(other[1] ?? "0", 10) - Number.parseInt(one[1] ?? "0", 10))[0]?.[0];
    this.image.src = largest || shown.currentSrc;
    this.image.alt = shown.alt;
    this.dialog.classList.remove("viewer--large");
    this.count.textContent = `${place + 1} / ${this.figures.length}`;
    this.back.disabled = place === 0;
    this.on.disabled = place === this.figures.length - 1;
    this.caption.replaceChildren(...[...(figure.querySelector("figcaption")?.cloneNode(true).childNodes ?? [])]);
  }
}

for (const gallery of document.querySelectorAll("[data-gallery]")) new Viewer(gallery);
