// "Mark as learned", and the mark on every link to a learned term in lists, cards and diagrams.

import { get, isLearned, onChange, ROOT, update } from "./store.js";
import { fill, words } from "../i18n.js";

// Lists and cards, not running text, where marks would be noise. Lists of other kinds ask for marks
// with the attribute.
const LINKS =
  ".g-group li > a, .g-entries li > a, .g-map-outline li > a, .g-demos__name," +
  " .g-card, .g-sequence a, .g-svg a, [data-learned-links] a";
// A link to the way to a term is marked like one to the term.
const TERM = /^(?:[A-Za-z0-9-]+\/)?(?:terms|path)\/([a-z0-9-]+)(?:\/(?:index\.html)?|\.html)$/;
const SVG = "http://www.w3.org/2000/svg";

/** The term that an address of this site shows or leads to, or "". */
export function slugOf(address) {
  const url = new URL(address, document.baseURI);
  const path = url.pathname.startsWith(ROOT.pathname) ? url.pathname.slice(ROOT.pathname.length) : "";
  return TERM.exec(path)?.[1] ?? "";
}

/** Brings the marks of a part of the page up to date; also for what a script adds later. */
export function mark(part = document) {
  const seen = new Map();
  for (const link of part.querySelectorAll(LINKS)) {
    const slug = slugOf(link.getAttribute("href") ?? "#");
    if (!slug) continue;
    seen.set(slug, isLearned(slug));
    if (link instanceof SVGElement) markNode(link, isLearned(slug));
    else markLink(link, isLearned(slug));
  }
  return seen;
}

function markLink(link, learned) {
  if (link.hasAttribute("data-learned") === learned) return;
  link.toggleAttribute("data-learned", learned);
  if (!learned) {
    link.querySelector(".g-visually-hidden")?.remove();
    return;
  }
  const said = document.createElement("span");
  said.className = "g-visually-hidden";
  said.textContent = ` (${words.learned_mark ?? "✓"})`;
  link.append(said);
}

function markNode(node, learned) {
  node.querySelector(".g-check")?.remove();
  node.classList.toggle("g-node--learned", learned);
  const rect = node.querySelector("rect");
  if (node.localName === "a") {
    node.dataset.name ??= node.getAttribute("aria-label") ?? node.querySelector("text").textContent;
    const said = learned ? ` (${words.learned_mark ?? "✓"})` : "";
    node.setAttribute("aria-label", `${node.dataset.name}${said}`);
  }
  if (!learned || !rect) return;
  const check = document.createElementNS(SVG, "g");
  check.setAttribute("class", "g-check");
  check.setAttribute("aria-hidden", "true");
  const right = Number(rect.getAttribute("x")) + Number(rect.getAttribute("width"));
  check.setAttribute("transform", `translate(${right - 3} ${Number(rect.getAttribute("y")) + 3})`);
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("r", "8");
  const hook = document.createElementNS(SVG, "path");
  hook.setAttribute("d", "M-3.6 .2L-1 2.8L3.8 -2.6");
  check.append(circle, hook);
  node.append(check);
}

function show() {
  const seen = mark();
  const own = document.querySelector(".g-learn");
  if (own) {
    own.setAttribute("aria-pressed", isLearned(own.dataset.slug));
    own.dataset.ready = "";
    document
      .querySelectorAll(".g-node--main")
      .forEach((node) => markNode(node, isLearned(own.dataset.slug)));
  }
  for (const line of document.querySelectorAll(".g-progress")) {
    const total = Number(line.dataset.total);
    // A renamed term may still be stored; where the page lists all terms, only those count.
    const known = [...seen.values()].filter(Boolean).length;
    const n = seen.size >= total ? known : Math.min(total, Object.keys(get().learned).length);
    line.querySelector("span").textContent = fill(line.dataset.text, { n, total });
    line.querySelector("progress").value = n;
    line.dataset.ready = "";
  }
}

document.querySelector(".g-learn")?.addEventListener("click", ({ currentTarget }) => {
  const { slug } = currentTarget.dataset;
  update(({ learned }) => {
    if (Object.hasOwn(learned, slug)) delete learned[slug];
    else learned[slug] = true;
  });
});
onChange(show);
show();
