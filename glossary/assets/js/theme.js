// What the theme's own script did that we need, in a thirtieth of its size: colours, the menu, copy
// buttons and the table of contents. Where that script is loaded (its search is on), it does it.

import { words } from "./i18n.js";

const root = document.documentElement;
const find = (selector, part = document) => [...part.querySelectorAll(selector)];
const settings = JSON.parse(document.getElementById("__config")?.textContent ?? "{}");

if (!document.querySelector('script[src*="/javascripts/bundle."]')) {
  root.classList.replace("no-js", "js");
  for (const part of [colours, menu, stops, copying, contents]) {
    try {
      part();
    } catch (error) {
      reportError(error); // the others work without it
    }
  }
}

/**
 * System → light → dark, remembered under the key that the theme's inline script reads.
 *
 * Colours without a switch follow the system, where they say for which of its states they are.
 */
function colours() {
  const form = document.querySelector("[data-md-component=palette]");
  const inputs = form ? find("input", form) : [];
  if (!inputs.length) return;
  // A switch is called by what it switches to, and the label after an input is its switch.
  const switches = inputs.map(({ nextElementSibling: next }) => next?.matches("label") && next);
  const fixed = !switches.some(Boolean);
  const system = matchMedia("(prefers-color-scheme: light)");
  const fitting = () =>
    Math.max(0, inputs.findIndex((input) => matchMedia(input.dataset.mdColorMedia).matches));
  const show = (index) => {
    const input = inputs[index];
    input.checked = true;
    switches.forEach((label, at) => label && (label.hidden = at !== index));
    const media = `(prefers-color-scheme: ${system.matches ? "light" : "dark"})`;
    const auto = input.dataset.mdColorMedia === "(prefers-color-scheme)";
    const used = auto ? (inputs.find((i) => i.dataset.mdColorMedia === media) ?? input) : input;
    for (const part of ["Scheme", "Primary", "Accent"]) {
      document.body.dataset[`mdColor${part}`] = used.dataset[`mdColor${part}`];
    }
    const { mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = used.dataset;
    return { index, color: { media: input.dataset.mdColorMedia, scheme, primary, accent } };
  };
  let now;
  try {
    now = fixed ? undefined : __md_get("__palette")?.index;
  } catch {
    // storage is forbidden or holds something else: the system's colours
  }
  show(inputs[now] ? now : fitting());
  form.addEventListener("change", ({ target }) => __md_set("__palette", show(inputs.indexOf(target))));
  system.addEventListener("change", () =>
    show(fixed ? fitting() : inputs.findIndex((input) => input.checked)),
  );
}

/** The drawer of narrow screens: a true button opens it, and what is chosen in it closes it. */
function menu() {
  const drawer = document.getElementById("__drawer");
  const label = document.querySelector(".md-header__button[for=__drawer]");
  if (!drawer || !label) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "g-menu md-header__button md-icon";
  button.setAttribute("aria-label", words.menu ?? "☰");
  button.append(...label.childNodes);
  label.replaceWith(button);
  const say = () => button.setAttribute("aria-expanded", drawer.checked);
  const set = (open) => {
    drawer.checked = open;
    say();
    if (open) document.querySelector(".md-sidebar--primary a")?.focus();
    else button.focus();
  };
  say();
  drawer.addEventListener("change", say);
  button.addEventListener("click", () => set(!drawer.checked));
  addEventListener("keydown", ({ key }) => key === "Escape" && drawer.checked && set(false));
  find(".md-nav--primary a").forEach((a) => a.addEventListener("click", () => drawer.click()));
}

/** Only what scrolls is worth a stop of the keyboard; what is in a folded part has no width yet. */
function stops() {
  for (const box of find("pre > code, .g-formula")) {
    if (box.scrollWidth > box.clientWidth || box.closest("details")) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

/** A button on each block of code. */
function copying() {
  if (!settings.features?.includes("content.code.copy") || !navigator.clipboard) return;
  for (const code of find("pre > code")) {
    const bar = document.createElement("div");
    bar.className = "md-code__nav";
    const button = document.createElement("button");
    button.className = "md-code__button";
    button.dataset.mdType = "copy";
    button.title = settings.translations["clipboard.copy"];
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.innerText.replace(/\n$/, ""));
      button.setAttribute("aria-label", (button.title = settings.translations["clipboard.copied"]));
      button.classList.add("md-code__button--active");
    });
    bar.append(button);
    code.parentElement.insertBefore(bar, code);
  }
}

/** The section being read is marked in the table of contents. */
function contents() {
  const links = find(".md-nav--secondary .md-nav__link[href^='#']");
  const found = links.map((a) => [a, document.getElementById(decodeURIComponent(a.hash.slice(1)))]);
  const pairs = found.filter(([, heading]) => heading);
  if (!pairs.length) return;
  const mark = () => {
    const passed = pairs.filter(([, heading]) => heading.getBoundingClientRect().top < 120);
    const current = passed.at(-1)?.[1];
    for (const [a, heading] of pairs) {
      const here = heading === current;
      a.classList.toggle("md-nav__link--active", here);
      if (here) a.setAttribute("aria-current", "location");
      else a.removeAttribute("aria-current");
    }
  };
  const seen = new IntersectionObserver(mark, { rootMargin: "-100px 0px 0px 0px" });
  pairs.forEach(([, heading]) => seen.observe(heading));
}
