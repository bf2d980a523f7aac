// One frame of the map: what is lit on top, the rest behind it, all in the page's colours.
import { FONT, KINDS } from "./map-scene.js";

const READABLE = 5.5; // pixels; smaller labels are only dust

export function colours(stage) {
  const style = getComputedStyle(stage);
  const value = (name) => style.getPropertyValue(`--g-${name}`).trim();
  const names = ["paper", "card", "ink", "soft", "line", "tint", "edge", "violet", "good"];
  names.push("main", "pre", "related", "pre-tint", "pre-ink", "child-tint", "child-ink", "related-tint", "related-ink");
  const found = Object.fromEntries(names.map((name) => [name, value(name)]));
  return Object.assign(found, {
    font: `600 ${FONT}px ${style.fontFamily}`,
    small: `600 11px ${style.fontFamily}`,
    child: value("child-line"),
  });
}

export function paint(paper, scene, camera, ink, words) {
  const { width, height } = camera.box;
  const dots = devicePixelRatio;
  const { k } = camera;
  paper.setTransform(dots, 0, 0, dots, 0, 0);
  paper.clearRect(0, 0, width, height);
  paper.setTransform(dots * k, 0, 0, dots * k, dots * camera.x, dots * camera.y);
  const view = {
    left: -camera.x / k - scene.w / 2,
    right: (width - camera.x) / k + scene.w / 2,
    top: -camera.y / k - scene.h / 2,
    bottom: (height - camera.y) / k + scene.h / 2,
  };
  bands(paper, scene, view, ink);
  const dim = scene.lit >= 0 || scene.found;
  paper.globalAlpha = dim ? 0.22 : 1;
  edges(paper, scene.all, scene.kinds, ink, k, 0.75);
  box(paper, scene.boxes, ink.paper, ink.edge, 1 / Math.max(k, 0.5));
  labels(paper, scene, scene.terms.keys(), ink.ink, ink, view, k);
  paper.globalAlpha = 1;
  if (scene.found) {
    paper.strokeStyle = ink.violet;
    paper.lineWidth = 3 / Math.max(k, 0.3);
    paper.stroke(scene.rings);
    box(paper, scene.rings, ink.paper);
    labels(paper, scene, scene.found, ink.ink, ink, view, k);
  }
  if (scene.lit >= 0) lit(paper, scene, ink, view, k);
  paper.fillStyle = ink.good;
  paper.fill(scene.badges);
  paper.strokeStyle = ink.paper;
  paper.lineWidth = 1.8;
  paper.stroke(scene.ticks);
  levels(paper, scene, camera, ink, words, dots);
}

function lit(paper, scene, ink, view, k) {
  const { shapes } = scene;
  edges(paper, shapes.edges, null, ink, k, 1);
  const line = 1.8 / Math.max(k, 0.4);
  box(paper, shapes.others, ink["related-tint"], ink.related, line);
  box(paper, shapes.after, ink["child-tint"], ink.child, line);
  box(paper, shapes.before, ink["pre-tint"], ink.pre, line);
  box(paper, shapes.main, ink.main, ink.related, line);
  labels(paper, scene, scene.others, ink["related-ink"], ink, view, k);
  labels(paper, scene, scene.after, ink["child-ink"], ink, view, k);
  labels(paper, scene, scene.before, ink["pre-ink"], ink, view, k);
  labels(paper, scene, [scene.lit], "#fff", ink, view, k);
}

function bands(paper, scene, view, ink) {
  paper.fillStyle = ink.tint;
  for (let n = 0; n < scene.bands.length; n += 4)
    paper.fillRect(
      view.left,
      scene.bands[n] - 12,
      view.right - view.left,
      scene.bands[n + 1] - scene.bands[n] + 24,
    );
}

function edges(paper, paths, kinds, ink, k, alpha) {
  const before = paper.globalAlpha;
  paper.globalAlpha = before * alpha;
  for (const [kind, { line, head }] of Object.entries(paths)) {
    if (kinds && !kinds.has(kind)) continue;
    const style = KINDS[kind];
    paper.strokeStyle = paper.fillStyle = ink[style.colour];
    paper.lineWidth = style.width / Math.max(k, 0.35);
    paper.lineCap = kind === "related" ? "round" : "butt";
    paper.setLineDash(style.dash);
    paper.stroke(line);
    paper.setLineDash([]);
    if (k < 0.3) continue;
    if (kind === "prerequisite") paper.fill(head);
    else paper.stroke(head);
  }
  paper.globalAlpha = before;
}

function box(paper, path, fill, stroke, width) {
  paper.fillStyle = fill;
  paper.fill(path);
  if (!stroke) return;
  paper.strokeStyle = stroke;
  paper.lineWidth = width;
  paper.stroke(path);
}

function labels(paper, scene, terms, colour, ink, view, k) {
  if (FONT * k < READABLE) return;
  paper.font = ink.font;
  paper.fillStyle = colour;
  paper.textAlign = "center";
  paper.textBaseline = "middle";
  for (const i of terms) {
    const [x, y] = [scene.x(i), scene.y(i)];
    if (x < view.left || x > view.right || y < view.top || y > view.bottom) continue;
    const [first, second] = scene.label(i, paper);
    if (!second) paper.fillText(first, x, y);
    else {
      paper.fillText(first, x, y - 8.5);
      paper.fillText(second, x, y + 8.5);
    }
  }
}

const widths = new Map();

// The names of the levels stay at the left edge, wherever the reader goes.
function levels(paper, scene, camera, ink, words, dots) {
  paper.setTransform(dots, 0, 0, dots, 0, 0);
  paper.font = ink.small;
  paper.textAlign = "left";
  paper.textBaseline = "middle";
  let last = -30;
  for (let n = 0; n < scene.bands.length / 2; n++) {
    const y = ((scene.bands[2 * n] + scene.bands[2 * n + 1]) / 2) * camera.k + camera.y;
    if (y - last < 22) continue;
    last = y;
    const text = `${words.level} ${n}`;
    if (!widths.has(text)) widths.set(text, paper.measureText(text).width);
    const width = widths.get(text);
    paper.fillStyle = ink.card;
    paper.globalAlpha = 0.9;
    paper.beginPath();
    paper.roundRect(6, y - 10, width + 14, 20, 10);
    paper.fill();
    paper.globalAlpha = 1;
    paper.fillStyle = ink.soft;
    paper.fillText(text, 13, y + 0.5);
  }
}
