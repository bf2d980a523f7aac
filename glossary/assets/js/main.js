// Every page loads this, and this loads what the page has a use for. A part that fails is told to the
// browser's console and stops no other.

const EVERYWHERE = ["./theme.js", "./progress/marks.js", "./toast.js", "./search/box.js"];
const PARTS = {
  ".g-concept, .g-svg a": "./hovercard.js",
  ".g-filter": "./filter.js",
  "table[data-sortable]": "./sortable_table.js",
  ".g-try": "./widget_loader.js",
  ".g-quiz": "./quiz/quiz.js",
  ".g-review": "./quiz/review.js",
  ".g-settings": "./progress/settings.js",
};
const parts = Object.entries(PARTS).filter(([selector]) => document.querySelector(selector));
const modules = [...EVERYWHERE, ...parts.map(([, module]) => module)];
Promise.all(modules.map((module) => import(module).catch(reportError))).then(() => {
  document.documentElement.dataset.ready = ""; // what is scripted on this page works from now on
});

// A drawing wider than the screen begins where the page's own term, or a topic's first, is seen.
for (const box of document.querySelectorAll(".g-scroll:has(.g-svg)")) {
  const first = box.querySelector(".g-node--main, .g-node--inside");
  const [seen, own] = [box, first ?? box].map((e) => e.getBoundingClientRect());
  if (own.left < seen.left || own.right > seen.right)
    box.scrollLeft += (own.left + own.right - seen.left - seen.right) / 2;
}

// The theme asks every other language for a sitemap beside the page, where there is none. It finds
// the languages by this attribute, and only after this file has run.
document.querySelectorAll("link[rel=alternate][hreflang]").forEach((link) => {
  link.rel = "alternate alternate";
});
