// The next token: its probabilities as bars, and the two dials that decide what may be drawn.

import { count, explain, fill, fixed, h, latest, number, slider, status } from "../ui/elements.js";
import { evaluationPanel } from "../ui/evaluation_panel.js";
import { open } from "../ui/open.js";
import { prompt, vocabulary } from "../ui/prompt.js";

const ROWS = 8;
const LENGTH = 40; // tokens

export default async function sampling(given) {
  const lab = await open(given, "sampling");
  const { element, say, list, client } = lab;
  const words = say.sampling;
  const dials = { temperature: 1, share: 1 };
  const bars = h("ol", { class: "lab-bars", "aria-label": words.next });
  const left = status("lab-hint");
  const heard = status("g-visually-hidden");
  const wrong = status();
  const output = h("p", { class: "lab-said lab-box", lang: "en", hidden: true });
  let seed = 0;
  let task = null;
  const percent = (share) => {
    const text = fill(say.percent, { n: fixed(Math.max(0.1, 100 * share), 1) });
    return share < 0.0005 ? `< ${text}` : text;
  };

  const look = latest(
    (text) => client.run("next", { prompt: text, count: ROWS, ...dials }),
    ({ top, left: n }) => {
      wrong.textContent = "";
      bars.replaceChildren(...top.map(row));
      left.textContent = count(words.left, n);
    },
    (error) => (wrong.textContent = explain(say, error)),
  );

  function row({ text, odds, kept }) {
    const end = text === "<eos>";
    const shown = end ? words.end : text.trim() || "␣";
    const chance = kept ? percent(kept) : words.cut;
    const button = h(
      "button",
      { type: "button", disabled: end || /[<\ufffd]/.test(text), onclick: () => append(text) },
      h("span", { class: "lab-bars__token", lang: end ? undefined : "en" }, shown),
      h("span", { class: "lab-bars__bar", "aria-hidden": "true" }),
      h("span", { class: "lab-bars__share" }, chance),
    );
    button.style.setProperty("--w", kept || odds);
    if (!kept) button.dataset.cut = "";
    return h("li", {}, button);
  }

  function append(text) {
    const focused = [...bars.children].findIndex((li) => li.contains(document.activeElement));
    field.set(field.area.value.trimEnd() + text);
    // The list is about to be another one; the focus stays at its place in it.
    const observer = new MutationObserver(() => {
      observer.disconnect();
      bars.children[focused]?.querySelector("button:enabled")?.focus();
    });
    if (focused >= 0) observer.observe(bars, { childList: true });
  }

  async function write() {
    const text = field.read();
    if (task) return void task.stop();
    if (!text) return;
    seed += 1;
    output.hidden = false;
    wrong.textContent = heard.textContent = "";
    button.textContent = say.stop;
    const show = (fresh) =>
      output.replaceChildren(
        h("span", { class: "lab-given" }, text),
        h("span", { class: "lab-new" }, fresh),
      );
    try {
      const how = { prompt: text, count: LENGTH, seed, ...dials };
      task = client.run("write", how, (more) => show(more.text));
      const end = await task;
      show(end.text);
      heard.textContent = fill(words.wrote, { text: end.text });
    } catch (error) {
      wrong.textContent = explain(say, error);
    }
    task = null;
    button.textContent = words.again;
  }

  const dial = (name, most, help) =>
    slider({
      label: words[name],
      help,
      min: name === "share" ? 0.05 : 0,
      max: most,
      step: 0.05,
      value: dials[name],
      text: (value) => number(value, 2),
      changed: (value) => {
        dials[name] = value;
        const text = field.read();
        if (text) look(text);
      },
    }).element;
  const field = prompt(lab, {
    label: say.prompt,
    value: list.examples[0],
    examples: list.examples,
    changed: (text) => text && look(text),
  });
  const button = h("button", { type: "button", class: "g-button lab-main" }, words.write);
  button.addEventListener("click", write);
  element.append(
    field.element,
    h(
      "div",
      { class: "lab-sliders" },
      dial("temperature", 2, words.temperature_help),
      dial("share", 1, words.share_help),
    ),
    h(
      "section",
      { class: "lab-block" },
      h("h4", {}, words.next),
      h("p", { class: "lab-hint" }, words.next_help),
      bars,
      left,
    ),
    h("p", { class: "lab-line" }, button),
    output,
    heard,
    wrong,
    ...(Object.keys(list.exam).length ? [evaluationPanel(lab)] : []),
    vocabulary(lab),
  );
  await look(list.examples[0]);
}
