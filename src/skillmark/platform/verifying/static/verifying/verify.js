// The whole page takes what is dropped or pasted; the form does the rest, as it does without this.
const form = document.querySelector("form[data-verify]");
const file = form?.querySelector("input[type=file]");
const text = form?.querySelector("textarea[name=text]");

/** Put one file into the form's own input and send the form. */
function take(given) {
  const one = new DataTransfer();
  one.items.add(given);
  file.files = one.files;
  form.requestSubmit();
}

if (form) {
  // A file that misses the drop area must not replace the page.
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const given = event.dataTransfer?.files?.[0];
    if (given) take(given);
  });

  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea")) return;
    const given = event.clipboardData?.files?.[0];
    const words = event.clipboardData?.getData("text/plain").trim();
    if (given) {
      event.preventDefault();
      take(given);
    } else if (words?.startsWith("{")) {
      event.preventDefault();
      text.value = words;
      form.requestSubmit();
    }
  });
}
