// The settings page: what is stored, taking it along, bringing it back, and erasing it.

import * as store from "./store.js";
import { count, fill, words } from "../i18n.js";

const page = document.querySelector(".g-settings");
const say = page.dataset;
const find = (name) => page.querySelector(`[data-part="${name}"]`);
const said = (name, text) => (find(name).textContent = text);

function show() {
  const { learned, quiz } = store.get();
  const records = Object.values(quiz);
  said("learned", count(words.terms_count, Object.keys(learned).length));
  said("quizzes", count(words.terms_count, records.length));
  said("missed", count(words.review_left, records.reduce((sum, r) => sum + r.wrong.length, 0)));
  for (const box of page.querySelectorAll("[data-switch]")) {
    box.checked = store.isOn(box.dataset.switch);
  }
  const asides = store.asides();
  find("asides").hidden = asides.length === 0;
  find("aside-list").replaceChildren(...asides.map(aside));
}

function aside({ key, text, fault }, number) {
  const item = find("aside").content.firstElementChild.cloneNode(true);
  const [save, forget] = item.querySelectorAll("button");
  item.querySelector("span").textContent = `${number + 1}. ${words[`fault_${fault}`]}`;
  save.addEventListener("click", () => download(text, `glossary-aside-${number + 1}.txt`));
  forget.addEventListener("click", () => {
    store.dropAside(key);
    find("asides").focus();
  });
  return item;
}

function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

find("export").addEventListener("click", () => {
  download(store.exported(), "glossary-progress.json");
  said("exported", say.exported);
});

find("import").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const file = form.elements.file.files[0];
  if (!file) {
    said("imported", say.nofile);
    form.elements.file.focus();
    return;
  }
  // A file of a thousand terms has a tenth of this.
  const fault = file.size > 5e6 ? "corrupt" : store.take(await file.text(), replacing(form));
  said("imported", fill(fault ? say[`import${fault}`] : say.imported, { name: file.name }));
  if (!fault) form.reset();
});

const replacing = (form) => form.elements.how.value === "replace";

for (const box of page.querySelectorAll("[data-switch]")) {
  box.addEventListener("change", () => {
    store.update(({ switches }) => (switches[box.dataset.switch] = box.checked));
  });
}

const dialog = find("dialog");
find("erase").addEventListener("click", () => dialog.showModal());
// At once: the dialog's own "close" comes later, when the reader may already be on another page.
dialog.querySelector("form").addEventListener("submit", ({ submitter }) => {
  if (submitter?.value !== "erase") return;
  store.erase();
  said("erased", say.erased);
});

document.querySelector(".g-unscripted").hidden = true;
page.hidden = false;
store.onChange(show);
show();
