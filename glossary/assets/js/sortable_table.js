// Tables whose heads sort: native buttons, the order told by aria-sort and announced.

import { fill } from "./i18n.js";

const language = document.documentElement.lang || "en";
const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const said = table.parentElement.querySelector("[role=status][data-sorted]");
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const name = head.querySelector(".g-sort");
    const button = document.createElement("button");
    button.type = "button";
    button.className = name.className;
    button.append(...name.childNodes);
    button.addEventListener("click", () => sort(head, column));
    name.replaceWith(button);
  });

  function sort(head, column) {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const number = head.dataset.sort === "number";
    const compare = (a, b) =>
      number ? Number(value(a)) - Number(value(b)) : collator.compare(value(a), value(b));
    const rows = [...body.rows].sort((a, b) => (up ? compare(a, b) : compare(b, a)));
    body.append(...rows);
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    if (!said) return;
    const { sorted, up: rising, down } = said.dataset;
    said.textContent = fill(sorted, {
      name: head.textContent.trim(),
      order: up ? rising : down,
    });
  }
}
