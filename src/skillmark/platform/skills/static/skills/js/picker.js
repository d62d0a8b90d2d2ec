// The picker of skills: a combobox (WAI-ARIA authoring practices) that adds rows to its form.
// Every button works without this file; here they act in place.

const WAIT = 250; // ms after the last key

class Picker {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("[data-query]");
    this.popup = root.querySelector("[data-popup]");
    this.list = root.querySelector("[data-list]");
    this.notes = root.querySelector("[data-notes]");
    this.chosen = root.querySelector("[data-chosen]");
    this.status = root.querySelector("[data-status]");
    this.pattern = root.querySelector("template[data-row]");
    this.active = -1;
    this.asked = 0;
    this.arm();
  }

  arm() {
    this.root.classList.add("is-armed");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is searched for is no change of the form
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), WAIT);
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault()); // keep focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
    this.root.addEventListener("click", (event) => this.press(event));
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.close();
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  key(event) {
    const open = !this.popup.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.look();
      else if (event.key === "ArrowDown") this.move(this.active + 1);
      else this.move(this.active < 0 ? this.options.length - 1 : this.active - 1);
    } else if (event.key === "Enter") {
      event.preventDefault(); // never sends the form
      if (open && this.active >= 0) this.take(this.options[this.active]);
      else this.look();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if ((event.key === "Home" || event.key === "End") && open && this.active >= 0) {
      event.preventDefault();
      this.move(event.key === "Home" ? 0 : this.options.length - 1);
    }
  }

  move(to) {
    const options = this.options;
    if (!options.length) return;
    this.active = (to + options.length) % options.length;
    options.forEach((option, at) => option.classList.toggle("is-active", at === this.active));
    const option = options[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async look() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (words.length < 2) return this.close();
    const number = ++this.asked;
    const address = new URL(this.root.dataset.url, location.href);
    address.searchParams.set("q", words);
    this.root.classList.add("is-busy");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (number === this.asked) this.show(text);
    } catch {
      if (number === this.asked) this.say(this.root.dataset.failed);
    } finally {
      if (number === this.asked) this.root.classList.remove("is-busy");
    }
  }

  show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    this.list.replaceChildren(...page.querySelectorAll("[data-options] > li"));
    this.notes.replaceChildren(...(page.querySelector("[data-notes]")?.childNodes ?? []));
    this.popup.hidden = false;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.mark();
    this.root.querySelector("[data-found]")?.replaceChildren();
    this.say(page.querySelector("[data-count]")?.textContent ?? "");
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.popup.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    const taken = new Set([...this.chosen.querySelectorAll("[name=skill_target_url]")].map((one) => one.value));
    for (const option of this.options) {
      option.setAttribute("aria-selected", String(taken.has(option.dataset.target_url)));
    }
  }

  take(option) {
    if (option.dataset.own) this.keep(option.dataset.own);
    else if (option.getAttribute("aria-selected") === "true") this.removeAddress(option.dataset.target_url);
    else this.add(option.dataset);
  }

  async keep(words) {
    const body = new FormData();
    body.set("name", words);
    body.set("csrfmiddlewaretoken", this.input.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(this.root.dataset.own, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) return this.say(told.detail ?? this.root.dataset.failed);
    this.add(told);
    this.input.value = "";
    this.close();
  }

  add(values) {
    const row = this.pattern.content.firstElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input")) input.value = values[input.name.replace("skill_", "")] ?? "";
    row.querySelector("[data-name]").textContent = values.target_name;
    row.querySelector("[data-source]").textContent = [values.target_framework, values.target_code].filter(Boolean).join(" ");
    const remove = row.querySelector("[data-remove]");
    remove.setAttribute("aria-label", remove.dataset.remove.replace("{}", values.target_name));
    this.chosen.append(row);
    this.changed(this.root.dataset.added.replace("{}", values.target_name));
  }

  removeAddress(address) {
    const input = [...this.chosen.querySelectorAll("[name=skill_target_url]")].find((one) => one.value === address);
    if (input) this.remove(input.closest("li"));
  }

  remove(row) {
    const name = row.querySelector("[name=skill_target_name]").value;
    const near = row.nextElementSibling ?? row.previousElementSibling;
    const inside = row.contains(document.activeElement);
    row.remove();
    if (inside) (near?.querySelector("[data-remove]") ?? this.input).focus();
    this.changed(this.root.dataset.removed.replace("{}", name));
  }

  changed(words) {
    for (const [at, remove] of [...this.chosen.querySelectorAll("[data-remove]")].entries()) {
      remove.value = `remove-skill-${at + 1}`;
    }
    this.root.querySelector("[data-none]").hidden = this.chosen.children.length > 0;
    this.mark();
    this.say(words);
    this.chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  press(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-remove]")) {
      event.preventDefault();
      this.remove(button.closest("li"));
    } else if (button.matches("[data-find]")) {
      event.preventDefault();
      this.input.focus();
      this.look();
    } else if (button.matches("[data-take]")) {
      event.preventDefault();
      this.add(button.dataset);
      button.disabled = true;
      (button.closest("li").nextElementSibling?.querySelector("button") ?? this.input).focus();
    }
  }

  say(words) {
    this.status.textContent = words;
  }
}

const armed = new WeakSet();

function arm() {
  for (const root of document.querySelectorAll("[data-picker]")) {
    if (armed.has(root)) continue;
    armed.add(root);
    new Picker(root);
  }
}

document.addEventListener("htmx:afterSettle", arm);
arm();
