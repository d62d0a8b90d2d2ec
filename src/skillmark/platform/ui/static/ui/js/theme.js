// The choice between light, dark and the system's wish, kept in this browser only.
const KEY = "skillmark-theme";
const root = document.documentElement;

function apply(choice) {
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // The choice then lasts for this page.
  }
}

let group = 0;
for (const toggle of document.querySelectorAll("[data-theme-toggle]")) {
  group += 1;
  for (const input of toggle.querySelectorAll("input")) {
    input.name = `theme-${group}`;
    input.checked = input.value === (root.dataset.theme ?? "system");
    input.addEventListener("change", () => apply(input.value));
  }
  toggle.hidden = false;
}
