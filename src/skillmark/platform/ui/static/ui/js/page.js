// Small conveniences for every page. Each one only adds to what works without it.

/** Buttons with data-copy="id" put the text of that element on the clipboard. */
function armCopy(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const word = button.querySelector("span") ?? button;
  const usual = word.textContent;
  word.textContent = button.dataset.copied || usual;
  setTimeout(() => { word.textContent = usual; }, 2000);
}

/** Toasts can be dismissed; good news leaves by itself, bad news stays. */
function armToasts(scope) {
  for (const toast of scope.querySelectorAll("[data-toast]")) {
    const close = toast.querySelector("[data-dismiss]");
    if (close) close.hidden = false;
    if (toast.matches(".toast-success, .toast-info")) setTimeout(() => leave(toast), 8000);
  }
}

function leave(toast) {
  if (!toast.matches(":hover, :focus-within")) toast.remove();
  else setTimeout(() => leave(toast), 2000);
}

/** Counters under fields say how many characters are left. */
function armCounters(scope) {
  for (const counter of scope.querySelectorAll("[data-counter]")) {
    const input = document.getElementById(counter.dataset.counter);
    const limit = Number(counter.dataset.limit);
    const show = () => {
      counter.textContent = `${[...input.value].length} / ${limit}`;
      counter.classList.toggle("is-over", [...input.value].length > limit);
    };
    input?.addEventListener("input", show);
    if (input) show();
  }
}

/** A form with data-select: one box in the head selects all rows, the bulk bar counts them. */
function armSelection(scope) {
  const forms = [...scope.querySelectorAll("[data-select]")];
  if (scope.matches?.("[data-select]")) forms.push(scope);
  for (const form of forms) {
    const all = form.querySelector("[data-select-all]");
    const boxes = () => [...form.querySelectorAll("tbody .select input[type=checkbox]")];
    const bar = form.querySelector(".bulk-bar");
    const update = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      if (all) {
        all.checked = chosen > 0 && chosen === boxes().length;
        all.indeterminate = chosen > 0 && chosen < boxes().length;
      }
      if (!bar) return;
      bar.hidden = chosen === 0;
      const count = bar.querySelector("[data-count]");
      if (count) count.textContent = String(chosen);
    };
    if (all) all.hidden = false;
    all?.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      update();
    });
    form.addEventListener("change", update);
    update();
  }
}

/** The rules for Chinese characters are long, so they are fetched only where such stand. */
function armChinese(scope) {
  const holder = document.querySelector("script[data-chinese]");
  if (!holder || !/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(scope.textContent)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = holder.dataset.chinese;
  document.head.append(link);
  delete holder.dataset.chinese;
}

/** The choice between light, dark and the system's wish is kept in this browser only. */
const THEME = "skillmark-theme";

function applyTheme(choice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem(THEME);
    else localStorage.setItem(THEME, choice);
  } catch {
    // The choice then lasts for this page.
  }
}

function armThemes() {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const [group, toggle] of document.querySelectorAll("[data-theme-toggle]").entries()) {
    for (const input of toggle.querySelectorAll("input")) {
      input.name = `theme-${group}`;
      input.checked = input.value === now;
      input.addEventListener("change", () => applyTheme(input.value));
    }
    toggle.hidden = false;
  }
}

function arm(scope) {
  armCopy(scope);
  armToasts(scope);
  armCounters(scope);
  armSelection(scope);
  armChinese(scope);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-copy], [data-dismiss], [data-opens], [data-closes]");
  if (!target) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    return;
  }
  if (target.dataset.copy !== undefined) copy(target);
  if (target.dataset.dismiss !== undefined) target.closest("[data-toast]")?.remove();
  if (target.dataset.opens !== undefined) {
    event.preventDefault();
    document.getElementById(target.dataset.opens)?.showModal();
  }
  if (target.dataset.closes !== undefined) {
    event.preventDefault();
    target.closest("dialog")?.close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/** A button with data-busy shows that its form is under way and cannot be sent twice. */
document.addEventListener("submit", (event) => {
  const button = event.submitter ?? event.target.querySelector("[data-busy]");
  if (!button?.matches("[data-busy]") || event.defaultPrevented) return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  button.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-busy][aria-busy]")) {
    button.removeAttribute("aria-busy");
  }
});

/** Where tabs or the rail run off a narrow screen, the current one is brought into view. */
for (const current of document.querySelectorAll(":is(.tabs, .rail) [aria-current]")) {
  const row = current.closest(".tabs, .rail ul");
  if (row.scrollWidth > row.clientWidth) {
    current.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
  }
}

/** Such a row fades where more of it can be scrolled to. */
function armRows(scope) {
  for (const row of scope.querySelectorAll(".tabs, .rail ul")) {
    const update = () => {
      const gone = Math.abs(row.scrollLeft);
      row.classList.toggle("more-before", gone > 1);
      row.classList.toggle("more-after", gone + row.clientWidth < row.scrollWidth - 1);
    };
    row.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(row);
  }
}

/** Countries are called as the page's language calls them, and stand in its order. */
function nameCountries(scope) {
  const spoken = document.documentElement.lang;
  const names = new Intl.DisplayNames([spoken], { type: "region" });
  for (const one of scope.querySelectorAll("[data-region]")) {
    if (/^[A-Z]{2}$/.test(one.dataset.region)) one.textContent = names.of(one.dataset.region);
  }
  for (const list of scope.querySelectorAll("select[data-regions]")) {
    const named = [...list.options].filter((option) => /^[A-Z]{2}$/.test(option.value));
    for (const option of named) option.textContent = names.of(option.value);
    const order = new Intl.Collator(spoken).compare;
    list.append(...named.sort((one, other) => order(one.textContent, other.textContent)));
  }
}

/** The answer to a form is left as a page that Back and reload ask for anew, not send anew. */
if (document.documentElement.hasAttribute("data-posted")) history.replaceState(null, "");

armRows(document);
nameCountries(document);
document.addEventListener("htmx:load", (event) => arm(event.detail.elt));
arm(document.body);
armThemes();
if (document.querySelector("[data-drop]")) import("./drop.js");
