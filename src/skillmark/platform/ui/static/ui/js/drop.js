// File drop: a dropped file lands in the ordinary file input, so the form works the same.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  zone.classList.add("is-armed");
  const chosen = zone.querySelector("[data-chosen]");

  const show = () => {
    const names = [...input.files].map((file) => file.name);
    chosen.textContent = names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ");
    if (names.length && zone.dataset.drop === "submit") input.form?.requestSubmit();
  };

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
    });
  }
  zone.addEventListener("drop", (event) => {
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    if (!input.multiple && files.length > 1) {
      const one = new DataTransfer();
      one.items.add(files[0]);
      input.files = one.files;
    } else {
      input.files = files;
    }
    show();
  });
  input.addEventListener("change", show);
}
