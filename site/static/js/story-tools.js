/**
 * What a reader can do with a story: size of the text (remembered), reading aloud, printing, copying the permanent
 * address, a poster to save. Everything is made here; nothing is asked of anybody else.
 */

const SIZES = ["small", "medium", "large"];
const KEPT = "gongxun-text-size";

function remembered() {
  try {
    return localStorage.getItem(KEPT) ?? "medium";
  } catch {
    return "medium"; // a browser that keeps nothing
  }
}

function setSize(tools, size) {
  for (const name of SIZES) {
    document.documentElement.classList.toggle(`text-${name}`, name === size && name !== "medium");
  }
  for (const button of tools.querySelectorAll("[data-size]")) {
    button.setAttribute("aria-pressed", String(button.dataset.size === size));
  }
}

/** The browser's own voice, a sentence at a time; the one that is read is marked. */
class Reading {
  constructor(button, text) {
    this.button = button;
    this.label = button.textContent;
    this.parts = [...text.querySelectorAll("p, h2, h3, li")].filter((part) => part.textContent.trim());
    this.going = false;
  }

  toggle() {
    this.going ? this.stop() : this.start();
  }

  start() {
    this.going = true;
    this.button.textContent = this.button.dataset.stop;
    this.sentences = this.parts.flatMap((part) =>
      (part.textContent.match(/[^。！？；…]+[。！？；…”’]*/g) ?? []).map((sentence) => ({ part, sentence })),
    );
    this.next(0);
  }

  next(place) {
    this.mark(null);
    if (!this.going || place >= this.sentences.length) return this.stop();
    const { part, sentence } = this.sentences[place];
    this.mark(part, sentence.trim());
    const said = new SpeechSynthesisUtterance(sentence);
    said.lang = document.documentElement.lang.startsWith("en") ? "en" : "zh-CN";
    said.onend = () => this.going && this.next(place + 1);
    said.onerror = () => this.stop();
    speechSynthesis.speak(said);
  }

  /** By the browser's highlights where it has them: the text itself stays as it is. */
  mark(part, sentence) {
    this.marked?.classList.remove("is-read");
    if (globalThis.CSS?.highlights) CSS.highlights.delete("read-aloud");
    if (!part) return;
    const range = rangeOf(part, sentence);
    if (range && globalThis.CSS?.highlights) {
      CSS.highlights.set("read-aloud", new Highlight(range));
    } else {
      part.classList.add("is-read");
      this.marked = part;
    }
  }

  stop() {
    this.going = false;
    speechSynthesis.cancel();
    this.mark(null);
    this.button.textContent = this.label;
  }
}

function rangeOf(part, sentence) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let whole = "";
  const nodes = [];
  while (walker.nextNode()) {
    nodes.push([walker.currentNode, whole.length]);
    whole += walker.currentNode.data;
  }
  const start = whole.indexOf(sentence);
  if (start < 0) return null;
  const range = document.createRange();
  const at = (place) => nodes.findLast(([, from]) => from <= place);
  const [first, from] = at(start);
  const [last, until] = at(start + sentence.length - 1);
  range.setStart(first, start - from);
  range.setEnd(last, start + sentence.length - until);
  return range;
}

function loaded(source) {
  return new Promise((done) => {
    if (!source) return done(null);
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => done(null);
    image.src = source;
  });
}

/** The text in lines of a width; 「，。」 do not begin a line. */
function lines(pen, text, width) {
  const found = [];
  let line = "";
  for (const character of text) {
    if (pen.measureText(line + character).width > width && line && !"，。、；：？！”’》）".includes(character)) {
      found.push(line);
      line = "";
    }
    line += character;
  }
  return line ? [...found, line] : found;
}

async function poster(tools, button) {
  const width = 750;
  const photo = await loaded(document.querySelector("main figure img")?.currentSrc);
  const code = await loaded(tools.dataset.qr);
  const style = getComputedStyle(document.documentElement);
  const serif = style.getPropertyValue("--serif");
  const sans = style.getPropertyValue("--sans");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const high = photo ? Math.min(Math.round((width * photo.naturalHeight) / photo.naturalWidth), 640) : 24;
  pen.font = `900 52px ${serif}`;
  const title = lines(pen, tools.dataset.title, width - 120);
  pen.font = `400 28px ${sans}`;
  const summary = document.querySelector("meta[name=description]")?.content ?? "";
  const told = lines(pen, summary, width - 120).slice(0, 4);
  canvas.width = width;
  canvas.height = high + 60 + title.length * 70 + 24 + told.length * 46 + 250;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", tools.dataset.title);
  pen.fillStyle = "#fcfbf8";
  pen.fillRect(0, 0, width, canvas.height);
  if (photo) {
    const across = Math.min(photo.naturalWidth, (photo.naturalHeight * width) / high);
    const down = Math.min(photo.naturalHeight, (photo.naturalWidth * high) / width);
    const left = (photo.naturalWidth - across) / 2;
    const top = (photo.naturalHeight - down) / 2;
    pen.drawImage(photo, left, top, across, down, 0, 0, width, high);
  } else {
    pen.fillStyle = "#b3131b";
    pen.fillRect(0, 0, width, high);
  }
  let y = high + 60;
  pen.textBaseline = "top";
  pen.fillStyle = "#1a1917";
  pen.font = `900 52px ${serif}`;
  for (const line of title) {
    pen.fillText(line, 60, y);
    y += 70;
  }
  y += 24;
  pen.fillStyle = "#45423d";
  pen.font = `400 28px ${sans}`;
  for (const line of told) {
    pen.fillText(line, 60, y);
    y += 46;
  }
  y = canvas.height - 190;
  pen.fillStyle = "#b3131b";
  pen.fillRect(60, y - 20, width - 120, 4);
  pen.fillStyle = "#1a1917";
  pen.font = `900 44px ${serif}`;
  pen.fillText(button.dataset.source, 60, y + 30);
  pen.font = `400 24px ${sans}`;
  pen.fillStyle = "#66615a";
  pen.fillText(button.dataset.hint, 60, y + 94);
  if (code) pen.drawImage(code, width - 60 - 150, y, 150, 150);
  return canvas;
}

function shown(canvas, tools, button) {
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-label", button.textContent);
  const ways = document.createElement("div");
  ways.className = "sheet__ways";
  const save = document.createElement("a");
  save.className = "button";
  save.textContent = button.dataset.save;
  save.download = `${tools.dataset.title}.png`;
  canvas.toBlob((blob) => {
    save.href = URL.createObjectURL(blob);
  });
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.textContent = button.dataset.close;
  close.addEventListener("click", () => sheet.close());
  ways.append(save, close);
  sheet.append(canvas, ways);
  sheet.addEventListener("close", () => {
    URL.revokeObjectURL(save.href);
    sheet.remove();
  });
  document.body.append(sheet);
  sheet.showModal();
}

for (const tools of document.querySelectorAll("[data-story-tools]")) {
  const find = (selector) => tools.querySelector(selector);
  const tell = (text) => {
    find("[data-told]").textContent = text;
  };
  const sizes = find(".tools__sizes");
  setSize(tools, remembered());
  sizes.addEventListener("click", (event) => {
    const size = event.target.closest("[data-size]")?.dataset.size;
    if (!size) return;
    setSize(tools, size);
    try {
      localStorage.setItem(KEPT, size);
    } catch {
      // It holds for this page alone.
    }
  });
  const print = find("[data-print]");
  print.addEventListener("click", () => window.print());
  const copy = find("[data-copy]");
  copy.hidden = !navigator.clipboard;
  if (navigator.clipboard) {
    const label = copy.textContent;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.textContent = copy.dataset.done;
      tell(copy.dataset.done);
      setTimeout(() => {
        copy.textContent = label;
      }, 2500);
    });
  }
  const aloud = find("[data-read-aloud]");
  const text = document.querySelector(".prose");
  aloud.hidden = !("speechSynthesis" in globalThis && text);
  if (!aloud.hidden) {
    const reading = new Reading(aloud, text);
    aloud.addEventListener("click", () => reading.toggle());
    addEventListener("pagehide", () => reading.stop());
  }
  const button = find("[data-poster]");
  button.addEventListener("click", async () => shown(await poster(tools, button), tools, button));
}
