// The map of everything. The outline beside it has the names and links, and works without this file.
import { count, fold } from "../i18n.js";
import { get, onChange } from "../progress/store.js";
import { Camera } from "./camera.js";
import { Layers } from "./layers.js";
import { colours } from "./paint.js";
import { Scene } from "./scene.js";

const map = document.querySelector(".g-map");
const stage = map.querySelector(".g-map-stage");
const hot = map.querySelector(".g-map-hot");
const said = map.querySelector(".g-map-said");
const search = map.querySelector("[type=search]");
const words = JSON.parse(map.dataset.words);
const links = new Map([...map.querySelectorAll("[data-slug]")].map((a) => [a.dataset.slug, a]));
const data = await (await fetch(map.dataset.map)).json();
const scene = new Scene(
  data,
  data.terms.map((slug) => links.get(slug).dataset.name ?? links.get(slug).firstChild.data),
);
const number = new Map(data.terms.map((slug, i) => [slug, i]));
const camera = new Camera(stage, data.size, draw);
const layers = new Layers(stage, scene, camera, words);
let ink = colours(stage);
let waiting = false;
let saying = "";

// What changed: "all" that is drawn, what is lit ("top"), or only where the reader stands.
function draw(changed) {
  if (changed) layers.stale(changed === "all");
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    layers.frame(ink);
    // After the drawing, because a canvas asks for the page's styles when it writes.
    place();
    if (said.textContent !== saying) said.textContent = saying;
  });
}

// A real link lies over the lit box: it can be opened in a new tab, copied, dragged over.
function place() {
  hot.hidden = scene.lit < 0 || !hovered;
  if (hot.hidden) return;
  const { x, y, k } = camera;
  hot.href = links.get(data.terms[scene.lit]).href;
  hot.style.cssText = `width:${scene.w * k}px;height:${scene.h * k}px;left:${
    (scene.x(scene.lit) - scene.w / 2) * k + x
  }px;top:${(scene.y(scene.lit) - scene.h / 2) * k + y}px`;
}

let hovered = false;
function light(i, byPointer = false) {
  if (i === scene.lit && byPointer === hovered) return;
  hovered = byPointer;
  scene.light(i);
  saying = i < 0 ? "" : sentence(i);
  draw("top");
}

function sentence(i) {
  const parts = [scene.names[i], `${words.level} ${scene.level[i]}`];
  if (scene.before.size) parts.push(count(words.before, scene.before.size));
  if (scene.after.size) parts.push(count(words.after, scene.after.size));
  if (scene.known.has(i)) parts.push(`✓ ${words.learned}`);
  return parts.join(" · ");
}

function show(i) {
  light(i);
  if (!camera.shows(scene.x(i), scene.y(i))) camera.go(camera.near(scene.x(i), scene.y(i)));
}

function size() {
  camera.measure();
  layers.resize();
  draw();
}

stage.addEventListener("pointermove", (event) => {
  if (event.pointerType === "touch" || camera.moved) return;
  if (!event.target.closest("button")) light(scene.at_(camera.world(event)), true);
});
stage.addEventListener("pointerleave", (event) => {
  if (event.pointerType !== "touch") light(-1);
});
stage.addEventListener("pointerup", (event) => {
  // The first tap shows, the second opens: a finger cannot hover.
  if (event.pointerType === "touch" && !camera.moved && !event.target.closest("button"))
    light(scene.at_(camera.world(event)), true);
});
addEventListener("pointerup", () => setTimeout(() => (camera.moved = false)));
hot.addEventListener("click", (event) => camera.moved && event.preventDefault());

const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
  if (event.key in steps) camera.pan(...steps[event.key]);
  else if (event.key === "+" || event.key === "=") camera.go(camera.zoomed(1.4));
  else if (event.key === "-") camera.go(camera.zoomed(1 / 1.4));
  else if (event.key === "0") camera.go(camera.whole());
  else if (event.key === "Escape") light(-1);
  else if (event.key === "Enter" && scene.lit >= 0) links.get(data.terms[scene.lit]).click();
  else return;
  event.preventDefault();
});
map.querySelector(".g-map-zoom").addEventListener("click", (event) => {
  const way = event.target.closest("button")?.dataset.zoom;
  if (way) camera.go(way === "all" ? camera.whole() : camera.zoomed(way === "in" ? 1.4 : 1 / 1.4));
});

const outline = map.querySelector(".g-map-outline");
outline.addEventListener("focusin", (event) => {
  const slug = event.target.dataset.slug;
  if (slug) show(number.get(slug));
});
outline.addEventListener("pointerover", (event) => {
  const slug = event.pointerType !== "touch" && event.target.closest("[data-slug]")?.dataset.slug;
  if (slug) light(number.get(slug));
});
outline.addEventListener("pointerleave", () => outline.contains(document.activeElement) || light(-1));

const folded = data.terms.map((slug) => fold(links.get(slug).firstChild.data));
search.addEventListener("input", () => {
  const wanted = fold(search.value.trim());
  const found = [...number.values()].filter((i) => folded[i].includes(wanted));
  const hit = new Set(found);
  for (const [slug, a] of links) a.closest("li").hidden = !hit.has(number.get(slug));
  for (const section of outline.querySelectorAll("section"))
    section.hidden = !section.querySelector("li:not([hidden])");
  scene.light(-1);
  scene.matched(wanted ? hit : null);
  saying = wanted ? (found.length ? count(words.terms, found.length) : words.none) : "";
  if (wanted && found.length === 1) camera.go(camera.near(scene.x(found[0]), scene.y(found[0])));
  draw("top");
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") outline.querySelector("li:not([hidden]) a")?.focus();
});

for (const box of map.querySelectorAll(".g-map-legend input")) {
  const choose = () => {
    scene.kinds[box.checked ? "add" : "delete"](box.value);
    draw("all");
  };
  box.addEventListener("change", choose);
  choose();
}

new ResizeObserver(size).observe(stage);
new MutationObserver(() => {
  ink = colours(stage);
  draw("all");
}).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
function mark() {
  const slugs = Object.keys(get().learned);
  scene.learn(new Set(slugs.map((slug) => number.get(slug)).filter((i) => i !== undefined)));
  draw("top");
}
onChange(mark);
document.fonts.ready.then(() => {
  scene.labels.clear();
  draw("all");
});
size();
const rows = data.at.filter((_, n) => n % 2);
camera.set(camera.start(data.at[2 * rows.indexOf(Math.min(...rows))]));
mark();
const asked = number.get(location.hash.slice(1));
if (asked !== undefined) show(asked);
map.dataset.ready = "";
