// A select becomes a field to type into: what was typed, in Chinese, pinyin or initials, leaves the options that hold it.
// Arrow keys walk through them, Enter or Tab takes one, Escape goes back. The select itself stays and is what is sent.
(() => {
  "use strict";

  const MOST_SHOWN = 60;
  const ORDER = ["startsWith", "includes"];

  class Finder {
    constructor(field) {
      this.field = field;
      this.select = field.querySelector("select");
      this.options = [...this.select.options].map((option) => ({
        option,
        label: option.text,
        words: `${option.text} ${option.dataset.find || ""}`.toLowerCase(),
      }));
      this.build();
      this.listen();
      this.show_chosen();
    }

    build() {
      const id = this.select.id;
      this.input = document.createElement("input");
      this.list = document.createElement("ul");
      this.said = document.createElement("span");
      this.select.id = `${id}-chosen`;
      Object.assign(this.input, { id, type: "text", autocomplete: "off", placeholder: this.field.dataset.finder });
      this.input.spellcheck = false;
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
      }
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` };
      for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
      this.input.required = this.select.required;
      this.select.required = false;
      this.list.id = `${id}-list`;
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.field.querySelector("label").firstChild.textContent.trim());
      this.said.className = "hidden";
      this.said.setAttribute("role", "status");
      const was_first = this.select.autofocus;
      const had_focus = document.activeElement === this.select;
      this.input.autofocus = was_first;
      this.select.autofocus = false;
      const box = document.createElement("div");
      box.className = "finder-box";
      box.append(this.input, this.list);
      this.select.before(box, this.said);
      this.select.hidden = true;
      if (had_focus || (was_first && document.activeElement === document.body)) this.input.focus();
    }

    listen() {
      this.input.addEventListener("input", () => this.look());
      this.input.addEventListener("focus", () => this.input.select());
      this.input.addEventListener("click", () => this.list.hidden && this.look(""));
      this.input.addEventListener("blur", () => this.leave());
      // The browser may bring an earlier choice back; who is typing already is not disturbed.
      window.addEventListener("pageshow", () => document.activeElement === this.input || this.show_chosen());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const item = event.target.closest("[role=option]");
        if (item) this.take(Number(item.dataset.place));
      });
    }

    look(text = this.input.value) {
      this.input.setCustomValidity("");
      const wanted = text.trim().toLowerCase();
      this.shown = this.options.filter(({ option, words }) => option.value && words.includes(wanted)).slice(0, MOST_SHOWN);
      if (wanted) this.shown.sort((a, b) => this.rank(a, wanted) - this.rank(b, wanted));
      this.list.replaceChildren(...this.shown.map((one, place) => this.item(one, place)));
      this.open(this.shown.length > 0);
      this.point(wanted && this.shown.length ? 0 : -1);
      this.said.textContent = this.field.dataset.found.replace("{n}", this.shown.length);
    }

    rank({ words }, wanted) {
      const parts = words.split(" ");
      return ORDER.findIndex((how) => parts.some((part) => part[how](wanted)));
    }

    item({ label }, place) {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${place}`;
      item.dataset.place = place;
      item.textContent = label;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      return item;
    }

    open(yes) {
      this.list.hidden = !yes;
      this.input.setAttribute("aria-expanded", String(yes));
      if (!yes) this.input.removeAttribute("aria-activedescendant");
    }

    point(place) {
      this.place = place;
      [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
      const item = this.list.children[place];
      if (!item) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }

    key(event) {
      const closed = this.list.hidden;
      if (event.key === "Enter" && event.ctrlKey) return this.send(event);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (closed) return this.look("");
        const by = event.key === "ArrowDown" ? 1 : -1;
        this.point((this.place + by + this.shown.length) % this.shown.length);
      } else if (event.key === "Enter") {
        event.preventDefault(); // Enter takes what was found; it never sends a half-filled form
        if (!closed && this.place >= 0) this.take(this.place);
      } else if (event.key === "Escape" && !closed) {
        event.stopPropagation();
        this.show_chosen();
        this.open(false);
      }
    }

    // Ctrl+Enter sends the form: what is shown is taken first, and words that find nothing are not sent as if.
    send(event) {
      const unknown = this.list.hidden && this.input.value.trim() !== this.chosen();
      if (!unknown || !this.input.value.trim()) return this.leave();
      event.preventDefault();
      event.stopPropagation();
      this.input.setCustomValidity(this.field.dataset.unknown);
      this.input.reportValidity();
    }

    leave() {
      const typed = this.input.value.trim();
      if (!this.list.hidden && typed && this.place >= 0) this.take(this.place);
      else if (!typed) this.choose("");
      this.show_chosen();
      this.open(false);
    }

    take(place) {
      this.choose(this.shown[place].option.value);
      this.show_chosen();
      this.open(false);
    }

    choose(value) {
      if (this.select.value === value) return;
      this.select.value = value;
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    chosen() {
      return this.select.value ? this.select.selectedOptions[0].text : "";
    }

    show_chosen() {
      this.input.value = this.chosen();
      this.input.setCustomValidity("");
    }
  }

  document.querySelectorAll("[data-finder]").forEach((field) => new Finder(field));
})();
