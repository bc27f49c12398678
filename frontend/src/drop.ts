// A file or a text dropped anywhere on the page is put into the form and sent. The form itself works without this.

const form = document.querySelector<HTMLFormElement>("#paste");
if (form) {
  const file = form.querySelector<HTMLInputElement>("input[type=file]");
  const text = form.querySelector<HTMLTextAreaElement>("textarea");
  const state = form.querySelector<HTMLElement>("[role=status]");
  const told = state?.textContent ?? "";
  const button = form.querySelector("button");
  let depth = 0; // a drag enters an element before it leaves the one around it

  const over = (on: boolean): void => {
    document.body.classList.toggle("dropping", on);
    if (on) document.body.dataset.drop = form.dataset.drop;
  };
  const usable = (event: DragEvent): boolean => {
    if (event.target instanceof Element && event.target.closest("input, textarea") && !carries(event, "Files")) return false;
    return carries(event, "Files") || (carries(event, "text/plain") && !document.body.classList.contains("reading-own"));
  };

  // What is dragged from this very page is no article.
  addEventListener("dragstart", () => document.body.classList.add("reading-own"));
  addEventListener("dragend", () => document.body.classList.remove("reading-own"));
  addEventListener("dragenter", (event) => {
    if (!usable(event)) return;
    depth++;
    over(true);
    event.preventDefault();
  });
  addEventListener("dragover", (event) => {
    if (usable(event)) event.preventDefault();
  });
  addEventListener("dragleave", (event) => {
    if (!usable(event)) return;
    depth = Math.max(0, depth - 1);
    if (!depth) over(false);
  });
  addEventListener("drop", (event) => {
    depth = 0;
    over(false);
    if (!usable(event) || !event.dataTransfer) return;
    event.preventDefault();
    const files = event.dataTransfer.files;
    if (files[0] && file) {
      const one = new DataTransfer(); // one file a form
      one.items.add(files[0]);
      file.files = one.files;
    } else if (text) {
      text.value = event.dataTransfer.getData("text/plain");
    }
    form.closest("details")?.setAttribute("open", "");
    form.requestSubmit();
  });

  form.addEventListener("submit", () => {
    form.setAttribute("aria-busy", "true");
    if (state) state.textContent = form.dataset.reading ?? "";
    if (button) button.disabled = true;
  });
  // Coming back with the browser's button shows the page as it was left.
  addEventListener("pageshow", () => {
    form.removeAttribute("aria-busy");
    if (state) state.textContent = told;
    if (button) button.disabled = false;
  });
}

function carries(event: DragEvent, type: string): boolean {
  return event.dataTransfer?.types.includes(type) ?? false;
}
