// Says what happened to stored data, in a message that stands over the page and can be dismissed.

import { dismiss, onFault } from "./progress/store.js";
import { words } from "./i18n.js";

const box = document.createElement("div");
box.className = "g-toast";
box.setAttribute("role", "status");
document.body.append(box);

onFault((fault) => {
  const text = words[`fault_${fault}`];
  if (!text) return;
  // Into the region that is there already: only then do screen readers announce it.
  requestAnimationFrame(() => {
    const message = document.createElement("p");
    message.textContent = `${text} `;
    const link = document.createElement("a");
    link.href = document.getElementById("glossary-words").dataset.settings;
    link.textContent = words.settings;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.dismiss;
    button.addEventListener("click", () => {
      dismiss();
      box.replaceChildren();
    });
    if (!document.querySelector(".g-settings")) message.append(link);
    box.replaceChildren(message, button);
  });
});
