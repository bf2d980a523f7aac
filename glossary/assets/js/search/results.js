// Search as one types: Pagefind finds, a listbox shows, arrow keys choose.
//
// Pagefind is asked without its worker: at a thousand terms a search takes a few milliseconds, and
// the worker is 40 KB more to fetch before the first result.

import { ROOT } from "../progress/store.js";
import { count, fill } from "../i18n.js";

const PAGE = 8; // results shown at once; each is a small file of its own
const WAIT = 120; // ms after the last key, about the pause between two words

/** Brings the search box to life; it may have been typed into already. */
export function attach(box) {
  const input = box.querySelector("input");
  const panel = box.querySelector(".g-search__panel");
  const list = box.querySelector("[role=listbox]");
  const said = box.querySelector(".g-search__said");
  const forms = JSON.parse(box.dataset.results);
  const engine = load();
  let turn = 0;
  let timer = 0;
  let found = [];
  let query = "";
  let active = -1;

  const options = () => [...list.children];

  function show(visible) {
    panel.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible && list.childElementCount > 0));
    if (!visible) choose(-1);
  }

  function choose(at) {
    const all = options();
    active = at;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (all[at]) {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function search() {
    query = input.value.trim();
    const mine = ++turn;
    if (!query) {
      found = [];
      list.replaceChildren();
      said.textContent = "";
      show(false);
      return;
    }
    try {
      const { results } = await (await engine).search(query);
      if (mine !== turn) return;
      found = results;
      const first = await rows(0);
      if (mine !== turn) return;
      list.replaceChildren(...first);
      said.textContent = found.length
        ? count(forms, found.length)
        : fill(box.dataset.none, { query });
    } catch (error) {
      if (mine !== turn) return;
      console.warn(error);
      list.replaceChildren();
      said.textContent = box.dataset.failed;
    }
    choose(-1);
    list.scrollTop = 0;
    show(document.activeElement === input || box.contains(document.activeElement));
  }

  async function rows(from) {
    const data = await Promise.all(found.slice(from, from + PAGE).map((result) => result.data()));
    const options = data.map((page, n) => row(page, from + n));
    if (found.length > from + PAGE) options.push(more());
    return options;
  }

  function more() {
    const option = element("div", "g-search__more", box.dataset.more);
    option.id = "search-more";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("click", async () => {
      const from = list.childElementCount - 1;
      const next = await rows(from);
      if (!option.isConnected) return;
      option.replaceWith(...next);
      choose(from);
      input.focus();
    });
    return option;
  }

  function move(step) {
    const all = options().length;
    if (panel.hidden && found.length) show(true);
    // One place before the first result is the box itself.
    else if (all) choose(((active + 1 + step + all + 1) % (all + 1)) - 1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, input.value.trim() ? WAIT : 0);
  });
  input.addEventListener("focus", () => query && show(true));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && !panel.hidden) show(false);
    else if (event.key === "Escape" && "open" in box.dataset) {
      box.querySelector(".g-search__close").click();
    } else return;
    event.preventDefault();
  });
  input.form.addEventListener("submit", (event) => {
    const all = options();
    // Enter takes the chosen result or else the first; with none, the form asks the A–Z page.
    if (!all.length || query !== input.value.trim()) return;
    event.preventDefault();
    all[Math.max(active, 0)].click();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (!box.contains(relatedTarget)) show(false);
  });
  // A click on a result must not take the focus away before it is a click.
  panel.addEventListener("pointerdown", (event) => event.preventDefault());
  if (input.value.trim()) search();
}

/** A result: a link that is an option, so that it also opens in another tab. */
function row(page, at) {
  const option = element("a", "g-search__hit");
  option.id = `search-result-${at}`;
  option.href = new URL(page.raw_url.replace(/^\//, ""), ROOT);
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const { title, topic, level, definition } = page.meta;
  option.append(
    element("strong", "", title),
    element("small", "", [topic, level].filter(Boolean).join(" · ")),
    element("span", "", definition),
  );
  return option;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

async function load() {
  const { createInstance } = await import(new URL("pagefind/pagefind.js", ROOT));
  const engine = createInstance({ noWorker: true, excerptLength: 1 });
  await engine.init();
  return engine;
}
