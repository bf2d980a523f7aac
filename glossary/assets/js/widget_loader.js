// The button under "Try it": until it is pressed, nothing that it needs is fetched.
//
// A widget's module has a default function, which gets its element, where the page's files are, the
// words of the page's language (labels are those of this demo alone), and the recorded result; it
// may be asynchronous.

const at = (address) => new URL(address, document.baseURI).href;
const json = async (address) => {
  const response = await fetch(at(address));
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
};

for (const box of document.querySelectorAll(".g-try")) {
  const start = box.querySelector(".g-try__start");
  const said = box.querySelector(".g-try__said");
  const { module, words, labels, result, files, loading, failed } = box.dataset;
  box.querySelector(".g-try__off").remove();
  start.hidden = box.querySelector(".g-try__size").hidden = false;
  start.addEventListener("click", async () => {
    if (start.getAttribute("aria-disabled")) return;
    start.setAttribute("aria-disabled", "true"); // a disabled button would lose the focus
    said.textContent = loading;
    try {
      const [widget, say, its, recorded] = await Promise.all([
        import(at(module)),
        json(words),
        labels ? json(labels) : {},
        json(result),
      ]);
      const element = document.createElement("div");
      element.className = "g-try__widget";
      box.append(element);
      await widget.default({ element, say, labels: its, recorded, files: at(files) });
      said.textContent = "";
      // Whoever pressed the button goes on where it led, and not at the top of the page.
      element.tabIndex = -1;
      if (document.activeElement === start) element.focus({ preventScroll: true });
      start.parentElement.remove();
    } catch (error) {
      box.querySelector(".g-try__widget")?.remove();
      if (!error.reader) console.error(error); // a fault of ours, or of the line
      said.textContent = error.reader ?? failed; // what a widget says to its reader, if it does
      start.removeAttribute("aria-disabled");
    }
  });
}
