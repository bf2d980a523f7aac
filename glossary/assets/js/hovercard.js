// What a linked concept says, beside the link, for those who point at it or reach it by keyboard.
//
// WCAG 1.4.13: Escape sends it away, the pointer may go into it, and it stays until pointer and
// focus have left both. Nothing is fetched before somebody asks, and nothing shows on touch.

import { slugOf } from "./progress/marks.js";
import { isLearned, isOn, update } from "./progress/store.js";
import { words } from "./i18n.js";

const LINKS = ".g-concept, .g-svg a";
const WAIT = 250; // ms; who only passes over a link wants to go on reading
const LINGER = 200; // ms; the way from the link into the card
const GAP = 8;
const cache = new Map();

const card = document.createElement("div");
card.className = "g-preview";
card.hidden = true;

let anchor = null; // the link whose card is shown or about to be
let timer = 0;
let reason = null; // the <title> of a node of a diagram, whose tooltip would cover the card

/** The data of a term lies beside its page. */
async function told(link) {
  const url = new URL(link.getAttribute("href"), document.baseURI);
  url.hash = url.search = "";
  const file = url.href.replace(/(?:\/(?:index\.html)?|\.html)$/, ".json");
  if (!cache.has(file)) {
    const found = fetch(file).then((answer) => (answer.ok ? answer.json() : null));
    cache.set(file, found.catch(() => null));
  }
  return cache.get(file);
}

function later(wait, act) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function want(link, wait) {
  if (link === anchor && !card.hidden) return clearTimeout(timer);
  if (!isOn("previews") || !slugOf(link.getAttribute("href") ?? "")) return;
  const asked = told(link);
  later(wait, async () => {
    hide();
    anchor = link;
    const data = await asked;
    if (data?.summary && anchor === link && isOn("previews")) show(link, data);
  });
}

function show(link, data) {
  const name = document.createElement("strong");
  name.textContent = data.title;
  const text = document.createElement("p");
  text.textContent = data.summary;
  text.id = "g-preview";
  card.replaceChildren(name, text);
  reason = link.querySelector("title");
  if (reason?.textContent) {
    const why = document.createElement("p");
    why.className = "g-preview__why";
    why.textContent = reason.dataset.text = reason.textContent;
    reason.textContent = "";
    text.after(why);
  }
  if (isLearned(data.slug)) {
    const learned = document.createElement("span");
    learned.className = "g-preview__learned";
    learned.textContent = `✓ ${words.learned_mark ?? ""}`;
    name.after(learned);
  }
  const off = document.createElement("button");
  off.type = "button";
  off.textContent = words.preview_off ?? "×";
  off.addEventListener("click", () => {
    update((state) => (state.switches.previews = false));
    const last = anchor;
    hide();
    last?.focus();
  });
  card.append(off);
  // Beside the link, so that Tab goes from the link into the card.
  (link instanceof SVGElement ? (link.closest("figure")?.lastElementChild ?? link) : link).after(card);
  card.hidden = false;
  place(link);
  link.setAttribute("aria-describedby", text.id);
}

/** Below the link, or above it where that is roomier; never outside the window. */
function place(link) {
  const lines = [...link.getClientRects()];
  const box = lines[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const { clientWidth, clientHeight } = document.documentElement;
  const bottom = (lines.at(-1) ?? box).bottom;
  const below = clientHeight - bottom >= height + GAP || clientHeight - bottom > box.top;
  const top = below ? bottom + GAP : box.top - height - GAP;
  const left = box.left + (link instanceof SVGElement ? (box.width - width) / 2 : 0);
  card.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
  card.style.top = `${Math.max(GAP, Math.min(top, clientHeight - height - GAP))}px`;
}

function hide() {
  clearTimeout(timer);
  anchor?.removeAttribute("aria-describedby");
  if (reason?.dataset.text) reason.textContent = reason.dataset.text;
  reason = null;
  anchor = null;
  card.hidden = true;
}

const held = () =>
  card.matches(":hover, :focus-within") || anchor?.matches(":hover, :focus-visible");
const leave = () => later(LINGER, () => held() || hide());

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const link = target.closest?.(LINKS);
  if (link) want(link, WAIT);
  else if (card.contains(target)) clearTimeout(timer);
  else if (anchor) leave();
  else clearTimeout(timer);
});
document.addEventListener("focusin", ({ target }) => {
  const link = target.closest?.(LINKS);
  if (link?.matches(":focus-visible")) want(link, 0);
  else if (anchor && !card.contains(target)) leave();
});
document.addEventListener("focusout", () => anchor && leave());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && anchor) hide();
});
document.addEventListener("pointerdown", ({ target }) => card.contains(target) || hide());
addEventListener("scroll", () => anchor && !card.hidden && place(anchor), { passive: true });
addEventListener("resize", hide);
