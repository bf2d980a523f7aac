// The two pictures of the map, in the page's colours.
import { FONT, KINDS } from "./scene.js";

const READABLE = 5.5; // pixels; smaller labels are only dust

export function colours(stage) {
  const style = getComputedStyle(stage);
  const value = (name) => style.getPropertyValue(`--g-${name}`).trim();
  const names = ["paper", "ink", "edge", "violet", "good", "main", "pre", "related"];
  names.push("main-line", "main-ink", "pre-tint", "pre-ink", "child-tint", "child-ink", "related-tint", "related-ink");
  const found = Object.fromEntries(names.map((name) => [name, value(name)]));
  return Object.assign(found, {
    font: `600 ${FONT}px ${style.fontFamily}`,
    child: value("child-line"),
  });
}

function begin(paper, { dots, x, y, k }) {
  paper.setTransform(1, 0, 0, 1, 0, 0);
  paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
  paper.setTransform(dots * k, 0, 0, dots * k, dots * x, dots * y);
}

/** Everything, as if nothing was lit; `view` is what the picture shows (see `Layers.view`). */
export function base(paper, scene, view, ink) {
  begin(paper, view);
  edges(paper, scene.all, scene.kinds, ink, view.k, 0.75);
  box(paper, scene.boxes, ink.paper, ink.edge, 1 / Math.max(view.k, 0.5));
  labels(paper, scene, scene.terms.keys(), ink.ink, ink, view);
}

/** What stands out: what was found, what is lit, what is learned. */
export function top(paper, scene, view, ink) {
  begin(paper, view);
  if (scene.found) {
    paper.strokeStyle = ink.violet;
    paper.lineWidth = 3 / Math.max(view.k, 0.3);
    paper.stroke(scene.rings);
    box(paper, scene.rings, ink.paper);
    labels(paper, scene, scene.found, ink.ink, ink, view);
  }
  if (scene.lit >= 0) lit(paper, scene, ink, view);
  paper.fillStyle = ink.good;
  paper.fill(scene.badges);
  paper.strokeStyle = ink.paper;
  paper.lineWidth = 1.8;
  paper.stroke(scene.ticks);
}

function lit(paper, scene, ink, view) {
  const { shapes } = scene;
  const { k } = view;
  edges(paper, shapes.edges, null, ink, k, 1);
  const line = 1.8 / Math.max(k, 0.4);
  box(paper, shapes.others, ink["related-tint"], ink.related, line);
  box(paper, shapes.after, ink["child-tint"], ink.child, line);
  box(paper, shapes.before, ink["pre-tint"], ink.pre, line);
  box(paper, shapes.main, ink.main, ink["main-line"], line);
  labels(paper, scene, scene.others, ink["related-ink"], ink, view);
  labels(paper, scene, scene.after, ink["child-ink"], ink, view);
  labels(paper, scene, scene.before, ink["pre-ink"], ink, view);
  labels(paper, scene, [scene.lit], ink["main-ink"], ink, view);
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

function labels(paper, scene, terms, colour, ink, view) {
  if (FONT * view.k < READABLE) return;
  const [beside, above] = [scene.w / 2, scene.h / 2];
  paper.font = ink.font;
  paper.fillStyle = colour;
  paper.textAlign = "center";
  paper.textBaseline = "middle";
  for (const i of terms) {
    const [x, y] = [scene.x(i), scene.y(i)];
    if (x < view.left - beside || x > view.right + beside) continue;
    if (y < view.top - above || y > view.bottom + above) continue;
    const [first, second] = scene.label(i, paper);
    if (!second) paper.fillText(first, x, y);
    else {
      paper.fillText(first, x, y - 8.5);
      paper.fillText(second, x, y + 8.5);
    }
  }
}
