// Choose goals, mark what you know, and get the way there; the address keeps the choice.
import { count, fill, fold } from "../i18n.js";
import { get, onChange, update } from "../progress/store.js";
import { below, frontier, path } from "./topological.js";

const SHOWN = 8;
const chooser = document.querySelector(".g-path-chooser");
const part = (name) => chooser.querySelector(name);
const words = JSON.parse(chooser.dataset.words);
const rows = await (await fetch(chooser.dataset.paths)).json();
const needs = rows.map((row) => row[4].map(([before]) => before));
const number = new Map(rows.map(([slug], i) => [slug, i]));
const boxes = [...chooser.querySelectorAll(".g-path-list input")];
const asked = new URLSearchParams(location.search);
const numbers = (slugs) => new Set(slugs.map((s) => number.get(s)).filter((i) => i !== undefined));
const listed = (name) => numbers((asked.get(name) ?? "").split(","));
const targets = listed("to");
const known = listed("known");
const stored = () => numbers(Object.keys(get().learned));
for (const i of stored()) known.add(i);

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.append(...[text].flat());
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const link = (i) => make("a", rows[i][1], { href: chooser.dataset.term.replace("SLUG", rows[i][0]) });

function time(steps) {
  const total = steps.reduce((sum, i) => sum + rows[i][2], 0);
  const text =
    total < 90
      ? count(words.reading_minutes, total)
      : fill(words.path_hours, { h: Math.floor(total / 60), m: total % 60 });
  return fill(words.path_time, { time: text });
}

function facts(i, goal) {
  const text = `${words.level} ${rows[i][3]} · ${count(words.reading_minutes, rows[i][2])}`;
  return make("small", goal ? [make("strong", words.path_goal), ` · ${text}`] : text);
}

function button(i, text) {
  const label = `${text}: ${rows[i][1]}`;
  return make("button", text, {
    type: "button",
    class: "g-path-button",
    "data-number": i,
    "aria-label": label,
  });
}

function step(i, steps) {
  const reasons = steps.flatMap((after) =>
    rows[after][4]
      .filter(([before]) => before === i)
      .map(([, why]) => {
        const needed = fill(words.path_needed, { name: rows[after][1] });
        return make("p", [make("em", needed), ` ${why}`], { class: "g-path-why" });
      }),
  );
  const body = make("div", [link(i), " ", facts(i, targets.has(i)), ...reasons], { class: "g-path-step" });
  return make("li", [body, button(i, words.paths_know)], targets.has(i) ? { class: "g-path-goal" } : {});
}

function show() {
  const steps = path(needs, targets, known);
  const ordered = [...steps].sort((a, b) => a - b);
  part(".g-path-steps").replaceChildren(...steps.map((i) => step(i, ordered)));
  const done = targets.size ? words.paths_done : words.paths_none;
  part(".g-path-total").textContent = steps.length
    ? `${count(words.path_steps, steps.length)} · ${time(steps)}`
    : done;
  part(".g-path-share").hidden = !targets.size;
  const onWay = new Set(steps);
  const ready = frontier(needs, known).sort((a, b) => onWay.has(b) - onWay.has(a) || a - b);
  const next = targets.size && steps.length ? ready.filter((i) => onWay.has(i)) : ready;
  part(".g-path-ready").replaceChildren(
    ...next.slice(0, SHOWN).map((i) => make("li", [link(i), " ", facts(i)])),
  );
  part(".g-path-known").hidden = !known.size;
  const sorted = [...known].sort((a, b) => a - b);
  part(".g-path-known ul").replaceChildren(
    ...sorted.map((i) => make("li", [link(i), button(i, words.paths_forget)])),
  );
  for (const box of boxes) {
    const i = number.get(box.value);
    box.checked = targets.has(i);
    box.closest("li").toggleAttribute("data-learned", known.has(i));
  }
}

function remember() {
  const slugs = (terms) =>
    [...terms]
      .sort((a, b) => a - b)
      .map((i) => rows[i][0])
      .join(",");
  const needed = below(needs, targets);
  const of = { to: slugs(targets), known: slugs([...known].filter((i) => needed.has(i))) };
  const query = Object.entries(of).filter(([, value]) => value);
  const text = query.map(([name, value]) => `${name}=${value}`).join("&");
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

part(".g-path-list").addEventListener("change", ({ target }) => {
  targets[target.checked ? "add" : "delete"](number.get(target.value));
  show();
  remember();
});

part(".g-path-yours").addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-number]");
  if (!pressed) return;
  const i = Number(pressed.dataset.number);
  const list = pressed.closest("ol, ul");
  const place = [...list.children].indexOf(pressed.closest("li"));
  const knows = !known.has(i);
  known[knows ? "add" : "delete"](i);
  update(({ learned }) => {
    if (knows) learned[rows[i][0]] = true;
    else delete learned[rows[i][0]];
  });
  show();
  remember();
  // The pressed button is gone: go on where it was.
  const near = list.children[Math.min(place, list.children.length - 1)]?.querySelector("button");
  (near ?? part(".g-path-find input")).focus();
});

part(".g-path-find input").addEventListener("input", ({ target }) => {
  const wanted = fold(target.value.trim());
  for (const box of boxes)
    box.closest("li").hidden = !fold(rows[number.get(box.value)][1]).includes(wanted);
});

let before = stored();
onChange(() => {
  const now = stored();
  for (const i of now) known.add(i);
  for (const i of before) if (!now.has(i)) known.delete(i);
  before = now;
  show();
});

show();
chooser.dataset.ready = "";
