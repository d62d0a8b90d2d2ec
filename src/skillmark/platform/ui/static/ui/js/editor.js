// The editor of a definition: says when something is not saved yet, asks before it is lost, marks
// the part one reads, and brings an error into view. Everything works without it.

const form = document.querySelector("form[data-editor]");

function watch(editor) {
  const state = editor.querySelector("[data-editor-state]");
  let dirty = editor.hasAttribute("data-unsaved");
  const touch = () => {
    dirty = true;
    if (state) state.textContent = state.dataset.dirtyWords;
  };
  editor.addEventListener("input", touch);
  editor.addEventListener("htmx:afterRequest", (event) => {
    if (/^(add|remove|up|down)-/.test(event.detail.elt.value ?? "")) touch();
  });
  editor.addEventListener("submit", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

function followReading(editor) {
  const links = [...editor.querySelectorAll(".editor-rail a")];
  const parts = new Map(links.map((link) => [link.hash.slice(1), link]));
  const mark = (id) => {
    for (const link of links) {
      if (parts.get(id) === link) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries.find((entry) => entry.isIntersecting);
      if (top) mark(top.target.id);
    },
    { rootMargin: "-15% 0px -75% 0px" },
  );
  const look = () => {
    seen.disconnect();
    for (const id of parts.keys()) {
      const part = document.getElementById(id);
      if (part) seen.observe(part);
    }
  };
  look();
  editor.addEventListener("htmx:afterSettle", look);
  for (const [id, link] of parts) {
    const part = document.getElementById(id);
    if (part?.querySelector(".has-error, .error")) link.classList.add("has-problem");
  }
}

if (form) {
  watch(form);
  followReading(form);
  document.querySelector("[data-focus]")?.focus();
}
