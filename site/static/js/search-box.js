/**
 * Suggestions while somebody types, for every <input data-suggest="ADDRESS">: a combobox as ARIA describes it.
 *
 * ADDRESS?q=… answers {"suggestions": [{"text", "kind"}]}. Arrow keys go through the list, Enter asks for what is chosen,
 * Escape closes it. While an input method composes, nothing is asked and no key is taken: pinyin on its way to a
 * character is none.
 */

const WAIT = 120;

class SearchBox {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.chosen = -1;
    this.typed = input.value;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
    this.list.hidden = true;
    input.form.append(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", (event) => this.onInput(event));
    input.addEventListener("compositionend", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    // The list keeps the focus where it is.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.options.indexOf(option));
    });
  }

  onInput(event) {
    this.typed = this.input.value;
    if (!event.isComposing) this.askSoon();
  }

  askSoon() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.input.value.trim()) this.close();
    else this.timer = window.setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking = new AbortController();
    const address = new URL(this.input.dataset.suggest, document.baseURI);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // typed on, or the server cannot be reached: the form works without
    }
  }

  show(suggestions) {
    if (document.activeElement !== this.input || !suggestions.length) {
      this.close();
      return;
    }
    this.options = suggestions.map(({ text, kind }, place) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      const word = document.createElement("span");
      word.textContent = text;
      option.append(word);
      if (kind) {
        const note = document.createElement("small");
        note.textContent = kind;
        option.append(note);
      }
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.choose(-1);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.options = [];
    this.chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  choose(place) {
    this.chosen = place;
    this.options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    const option = this.options[place];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    this.input.value = option ? option.dataset.text : this.typed;
    option?.scrollIntoView({ block: "nearest" });
  }

  take(place) {
    this.input.value = this.options[place].dataset.text;
    this.close();
    this.input.form.requestSubmit();
  }

  onKey(event) {
    if (event.isComposing) return;
    const { length } = this.options;
    if (event.key === "Escape" && length) {
      event.preventDefault(); // else the browser empties the field
      this.input.value = this.typed;
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!length) {
        this.askSoon();
        return;
      }
      // One place more than there are options: what was typed.
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.chosen + 1 + step + length + 1) % (length + 1)) - 1);
    } else if (event.key === "Enter") {
      this.close();
    }
  }
}

document.querySelectorAll("input[data-suggest]").forEach((input) => new SearchBox(input));
