// What the widgets share: elements, words, sliders, the start of the engine, the reader's prompt.

import { Client, Failed } from "./client.js";

/** An element: properties that begin with "on" listen, "class" and unknown ones are attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A text with its `{name}`s filled in. */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const language = document.documentElement.lang || "en";
const plurals = new Intl.PluralRules(language);
export const number = (value, digits = 1) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits })
    .format(value)
    .replace("-", "−");
export const fixed = (value, digits) =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(value)
    .replace("-", "−");

/** The form of a text that goes with the number. */
export const count = (forms, n) =>
  fill(forms[plurals.select(n)] ?? forms.other, { n: number(n, 0) });

let ids = 0;
export const fresh = (name) => `lab-${name}-${++ids}`;

/** Style, list, worker, weights: whatever goes wrong becomes a sentence for the reader. */
export async function open({ element, say, recorded, files, demo }) {
  element.classList.add("lab");
  element.setAttribute("role", "group");
  element.setAttribute("aria-labelledby", "try");
  const bar = h("progress", { max: 1, value: 0 });
  const told = h("span");
  const label = h("label", { class: "lab-load" }, told, bar);
  const show = ({ loaded, total }) => {
    bar.value = loaded / total;
    const mega = (bytes) => number(bytes / 1e6);
    told.textContent = fill(say.loaded, { n: mega(loaded), total: mega(total) });
  };
  try {
    await style();
    element.append(label);
    const list = await listed(files);
    show({ loaded: 0, total: Object.values(list.files).reduce((sum, f) => sum + f.bytes, 0) });
    const client = new Client();
    const { words } = await client.run("load", { folder: files, list }, show);
    label.remove();
    return { element, say, recorded, list, client, files, demo, words: new Set(words) };
  } catch (error) {
    throw Object.assign(error, { reader: reader(say, error) });
  }
}

/** What a reader is told about an error. */
export const reader = (say, error) => say.failed[error.kind] ?? say.failed.broken;

async function listed(address) {
  const response = await fetch(address, { cache: "no-cache" }).catch(() => null);
  if (!response?.ok) throw new Failed("network", address);
  return response.json();
}

function style() {
  const href = new URL("lab.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return null;
  return new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });
}

/** A labelled slider; `changed(value)` hears every move. `text` says the value in words. */
export function slider({ label, help, min, max, step, value, text, changed }) {
  const id = fresh("slider");
  const said = h("output", { htmlFor: id });
  const input = h("input", { type: "range", id, min, max, step, value });
  const show = () => {
    const now = text(Number(input.value));
    said.textContent = now;
    input.setAttribute("aria-valuetext", now);
    input.style.setProperty("--at", (input.value - min) / (max - min));
  };
  input.addEventListener("input", () => {
    show();
    changed(Number(input.value));
  });
  show();
  const hint = help && h("p", { class: "lab-hint", id: `${id}-help` }, help);
  if (hint) input.setAttribute("aria-describedby", hint.id);
  const head = h("div", { class: "lab-slider__head" }, h("label", { htmlFor: id }, label), said);
  return { element: h("div", { class: "lab-slider" }, head, input, hint), input };
}

/** A region that screen readers hear; `lab-heard` is for what everybody else sees elsewhere. */
export const status = (name = "lab-status") => h("p", { class: name, role: "status" });

/**
 * The words of a text that the model never read, each with the nearest that it did.
 * The last word may be on its way to one that it knows.
 */
export function unknown(text, words) {
  const found = new Set(text.replace(/<\w+>/g, " ").match(/\p{L}+/gu) ?? []);
  const last = text.match(/\p{L}+$/u)?.[0];
  if (last && [...words].some((word) => word.startsWith(last))) found.delete(last);
  return [...found]
    .filter((word) => !words.has(word))
    .map((word) => ({ word, near: nearest(word, words) }));
}

function nearest(word, words) {
  let best = null;
  let least = word.length < 7 ? 2 : 3;
  for (const other of words) {
    const far = other.toLowerCase() === word.toLowerCase() ? 0 : distance(word, other, least);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

/** How many letters must change, given up beyond `most`. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) >= most) return most;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row.at(-1);
}

/**
 * Free text in the words of the world, with examples to choose from; `changed(text)` hears of every
 * text that the model can read, and null of one that it cannot.
 */
export function prompt(
  { say, words },
  { label, value, examples, changed, rows = 2, named = say.examples },
) {
  const id = fresh("text");
  const note = status("lab-unknown");
  note.id = `${id}-note`;
  const area = h("textarea", {
    id,
    rows,
    value,
    lang: "en",
    maxLength: 420,
    spellcheck: false,
    autocomplete: "off",
    "aria-describedby": note.id,
  });
  const check = () => {
    const strange = unknown(area.value, words);
    area.setAttribute("aria-invalid", String(strange.length > 0));
    note.replaceChildren(...(strange.length ? explained(say, strange, replace) : []));
    return strange.length || !area.value.trim() ? null : area.value.trim();
  };
  const replace = (word, near) => {
    area.value = area.value.replaceAll(word, near);
    area.focus();
    changed(check());
  };
  const set = (text) => {
    area.value = text;
    changed(check());
  };
  area.addEventListener("input", () => changed(check()));
  const list = h("ul", { class: "lab-chips", "aria-label": named });
  const offer = (texts) => {
    const chips = texts.map((text) => {
      const chip = h("button", { type: "button", lang: "en", onclick: () => set(text) }, text);
      return h("li", {}, chip);
    });
    list.replaceChildren(...chips);
  };
  offer(examples);
  const field = h("div", { class: "lab-field" }, h("label", { htmlFor: id }, label), area, note);
  return { element: h("div", {}, field, list), area, set, offer, read: check };
}

function explained(say, strange, replace) {
  const parts = strange.slice(0, 3).flatMap(({ word, near }) => {
    const said = `${fill(say.unknown, { word })} `;
    if (!near) return [said];
    const onclick = () => replace(word, near);
    return [said, h("button", { type: "button", onclick }, fill(say.near, { near })), " "];
  });
  return [...parts, say.unknown_why];
}

/** The pieces of a text with what each adds: in figures and, as `sign` says, green or red. */
export function pieces(label, tokens, sign = 1) {
  const most = Math.max(0.5, ...tokens.map(({ points }) => Math.abs(points)));
  const items = tokens.map(({ text, points }) => {
    const item = h("li", {}, h("span", { lang: "en" }, text.trim() || "␣"));
    item.append(h("small", {}, (points > 0 ? "+" : "") + fixed(points, 1)));
    item.dataset.state = points * sign < 0 ? "bad" : "good";
    item.style.setProperty("--w", Math.abs(points) / most);
    return item;
  });
  return h("ul", { class: "lab-pieces", "aria-label": label }, ...items);
}

/** Runs a task whenever it is asked to, and drops what is outdated when it answers. */
export function latest(work, show, wrong) {
  let turn = 0;
  return async (...given) => {
    const mine = ++turn;
    try {
      const result = await work(...given);
      if (mine === turn) show(result);
    } catch (error) {
      if (mine === turn) wrong(error);
    }
  };
}

/** Every word that the model knows, folded away. */
export function vocabulary({ say, words }) {
  const all = [...words].filter((word) => word.length > 1).sort((a, b) => a.localeCompare(b));
  return h(
    "details",
    { class: "g-source lab-words" },
    h("summary", {}, count(say.words, all.length)),
    h("p", { lang: "en" }, all.join(" ")),
  );
}
