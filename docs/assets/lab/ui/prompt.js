// The reader's prompt: free text in the words of the model's world, which are all listed.

import { count, fill, fresh, h, status } from "./elements.js";

/**
 * The words of a text that the model never read, each with the nearest that it did.
 * The last word may be on its way to one that it knows.
 */
export function unknown(text, words) {
  const strange = new Set(text.replace(/<\w+>/g, " ").match(/\p{L}+/gu) ?? []);
  const last = text.match(/\p{L}+$/u)?.[0];
  if (last && [...words].some((word) => word.startsWith(last))) strange.delete(last);
  return [...strange]
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
    const sentence = `${fill(say.unknown, { word })} `;
    if (!near) return [sentence];
    const onclick = () => replace(word, near);
    return [sentence, h("button", { type: "button", onclick }, fill(say.near, { near })), " "];
  });
  return [...parts, say.unknown_why];
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
