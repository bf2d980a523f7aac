// What each position of a text listens to: all heads at a glance, one of them in full.

import { explain, fill, fixed, fresh, h, latest, status } from "../ui/elements.js";
import { open } from "../ui/open.js";
import { prompt, vocabulary } from "../ui/prompt.js";

const SCALE = 8; // pixels of the large map for each place

export default async function attention(given) {
  const lab = await open(given, "attention");
  const { element, say, list, client } = lab;
  const words = say.attention;
  const heads = list.model.heads;
  const percent = (share) => fill(say.percent, { n: fixed(100 * share, 0) });
  const map = h("canvas", { class: "lab-map", role: "img" });
  const strip = h("p", { class: "lab-tokens", lang: "en" });
  const listens = status("lab-listens");
  const wrong = status();
  const state = { tokens: [], maps: [], layer: 0, head: 0, place: 0 };
  let picked = false; // by the reader; until then the most telling head is shown

  const name = fresh("head");
  const choices = Array.from({ length: list.model.layers * heads }, (_, n) => {
    const layer = Math.floor(n / heads);
    const head = n % heads;
    const canvas = h("canvas", { "aria-hidden": "true" });
    const input = h("input", { type: "radio", name, value: String(n) });
    input.addEventListener("change", () => {
      picked = true;
      Object.assign(state, { layer, head });
      show();
    });
    const text = fill(words.one, { layer: layer + 1, head: head + 1 });
    const caption = h("span", { class: "g-visually-hidden" }, text);
    const label = h("label", { title: text }, input, canvas, caption);
    return { layer, head, canvas, input, label };
  });

  function paint(canvas, weights, scale) {
    const n = weights.length;
    canvas.width = canvas.height = n * scale;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#8b5cf6"; // seen on light and on dark
    weights.forEach((row, place) =>
      row.forEach((weight, other) => {
        pen.globalAlpha = Math.sqrt(weight); // or most of a map would look empty
        pen.fillRect(other * scale, place * scale, scale, scale);
      }),
    );
    return pen;
  }

  function show() {
    const { tokens, maps, layer, head, place } = state;
    const weights = maps[layer][head];
    const pen = paint(map, weights, SCALE);
    pen.globalAlpha = 1;
    pen.strokeStyle = "#8b5cf6";
    pen.strokeRect(0.5, place * SCALE + 0.5, (place + 1) * SCALE - 1, SCALE - 1);
    map.setAttribute("aria-label", fill(words.map, { layer: layer + 1, head: head + 1 }));
    choices.forEach((c) => (c.input.checked = c.layer === layer && c.head === head));
    [...strip.children].forEach((button, other) => {
      button.setAttribute("aria-pressed", String(other === place));
      button.style.setProperty("--w", weights[place][other] ?? 0);
    });
    const most = [...weights[place].entries()].sort((a, b) => b[1] - a[1]).slice(0, 4);
    const items = most
      .filter(([, weight]) => weight >= 0.01)
      .map(([other, weight]) =>
        fill(words.item, { token: tokens[other].trim(), share: percent(weight) }),
      );
    const text = { token: tokens[place].trim(), list: items.join(", ") };
    listens.textContent = fill(words.listens, text);
  }

  /** The head in which the last position listens most to something in the middle of the text. */
  function telling() {
    const last = state.tokens.length - 1;
    const value = ({ layer, head }) => Math.max(...state.maps[layer][head][last].slice(1, -2), 0);
    return choices.reduce((best, each) => (value(each) > value(best) ? each : best));
  }

  const look = latest(
    (text) => client.run("look", { prompt: text }),
    ({ tokens, maps }) => {
      wrong.textContent = "";
      Object.assign(state, { tokens, maps, place: tokens.length - 1 });
      if (!picked) {
        const { layer, head } = telling();
        Object.assign(state, { layer, head });
      }
      choices.forEach(({ layer, head, canvas }) => paint(canvas, maps[layer][head], 2));
      strip.replaceChildren(
        ...tokens.map((token, place) => {
          const button = h("button", { type: "button" }, token.trim() || "␣");
          button.addEventListener("click", () => {
            state.place = place;
            show();
          });
          return button;
        }),
      );
      show();
    },
    (error) => (wrong.textContent = explain(say, error)),
  );

  map.addEventListener("pointermove", ({ offsetY }) => {
    const place = Math.floor((offsetY / map.clientHeight) * state.tokens.length);
    if (place === state.place || !state.tokens[place]) return;
    state.place = place;
    show();
  });
  const field = prompt(lab, {
    label: say.prompt,
    value: list.examples[0],
    examples: list.examples,
    changed: (text) => text && look(text),
  });
  element.append(
    field.element,
    h(
      "div",
      { class: "lab-attention" },
      h(
        "fieldset",
        { class: "lab-heads" },
        h("legend", {}, words.pick),
        h("div", {}, ...choices.map(({ label }) => label)),
      ),
      map,
    ),
    h("section", { class: "lab-block" }, h("h4", {}, words.tokens), strip, listens),
    wrong,
    vocabulary(lab),
  );
  await look(list.examples[0]);
}
