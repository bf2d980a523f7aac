// The filter of the A–Z page: by text, topic, level and learned; the address remembers it.

import { fill, fold } from "./i18n.js";
import { isLearned, onChange } from "./progress/store.js";

const form = document.querySelector(".g-filter");
const said = form.querySelector("[role=status]");
const clear = form.querySelector("[type=reset]");
const none = document.querySelector(".g-filter__none");
const letters = new Map(
  [...document.querySelectorAll(".g-letters a")].map((link) => [link.hash.slice(1), link]),
);
const sections = [...document.querySelectorAll(".g-letter")].map((section) => ({
  section,
  link: letters.get(section.getAttribute("aria-labelledby")),
  entries: [...section.querySelectorAll("li")].map((item) => ({
    item,
    names: fold(`${item.dataset.find}|${item.querySelector("strong").textContent}`),
    text: fold(item.querySelector("p").textContent),
  })),
}));
const total = Number(form.dataset.total);
const FIELDS = ["q", "topic", "level", "learned"];

const values = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));

function matches({ item, names, text }, { words, topic, level, learned }) {
  const { dataset } = item;
  if (topic && dataset.topic !== topic) return false;
  if (level && dataset.level !== level) return false;
  if (learned && isLearned(dataset.slug) !== (learned === "yes")) return false;
  // A name may begin anywhere, a word of the definition only where a word begins.
  return words.every((word) => names.includes(word) || ` ${text}`.includes(` ${word}`));
}

function apply() {
  const wanted = values();
  const words = fold(wanted.q).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { section, link, entries } of sections) {
    let here = 0;
    for (const entry of entries) {
      const match = matches(entry, { ...wanted, words });
      entry.item.hidden = !match;
      if (match) here += 1;
    }
    section.hidden = !here;
    if (link) offer(link, section.getAttribute("aria-labelledby"), here > 0);
    shown += here;
  }
  clear.disabled = FIELDS.every((name) => !wanted[name]);
  none.hidden = shown > 0;
  return shown;
}

/** A letter without a term in sight is no link, but keeps its place. */
function offer(link, id, here) {
  if (here) link.setAttribute("href", `#${id}`);
  else link.removeAttribute("href");
}

let timer = 0;
function announce(shown) {
  clearTimeout(timer);
  // Screen readers should hear the last count, not one for every key.
  timer = setTimeout(() => (said.textContent = fill(form.dataset.shown, { n: shown, total })), 150);
}

function remember() {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values())) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}

function recall() {
  const asked = new URLSearchParams(location.search);
  for (const name of FIELDS) {
    const field = form.elements[name];
    field.value = asked.get(name) ?? "";
    if (field.selectedIndex === -1) field.value = "";
  }
}

form.addEventListener("input", () => {
  announce(apply());
  remember();
});
// At once, not after the browser's own: by then the reader may be in another field.
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const name of FIELDS) form.elements[name].value = "";
  announce(apply());
  remember();
  form.elements.q.focus();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", () => {
  recall();
  announce(apply());
});
onChange(() => announce(apply()));

recall();
if (location.search) announce(apply());
