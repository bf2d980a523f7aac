// The search box of every page, before it is used: its shortcut, its button on small screens.
//
// The search itself is loaded when the box gets the focus, so that those who read pay nothing.

const box = document.querySelector(".g-search");
const input = box?.querySelector("input");
let started = false;

function start() {
  if (started) return;
  started = true;
  import("./results.js").then(({ attach }) => attach(box));
}

function open() {
  box.dataset.open = "";
  input.focus();
  input.select();
}

if (box) {
  input.addEventListener("focus", start);
  box.querySelector(".g-search__open").addEventListener("click", open);
  box.querySelector(".g-search__close").addEventListener("click", () => {
    delete box.dataset.open;
    input.value = "";
    input.dispatchEvent(new Event("input"));
    box.querySelector(".g-search__open").focus();
  });
  // As in Material: "/", "s" or "f", unless something is being typed or a control would use the key.
  addEventListener("keydown", (event) => {
    if (!["/", "s", "f"].includes(event.key) || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    if (at?.matches("input, textarea, select, [contenteditable], [role=application]")) return;
    event.preventDefault();
    open();
  });
  document.querySelectorAll("[data-search-open]").forEach((button) => {
    button.addEventListener("click", open);
  });
}
