// Two models side by side: before and after, on the reader's own prompt.

import { count, explain, fill, h, number, slider, status } from "../ui/elements.js";
import { evaluationPanel } from "../ui/evaluation_panel.js";
import { open } from "../ui/open.js";
import { prompt, vocabulary } from "../ui/prompt.js";

const LENGTH = 32; // tokens: more than any answer of this world

export default async function compare(given) {
  const lab = await open(given, "compare");
  const { element, say, list, client, labels } = lab;
  const words = say.compare;
  const samples = list.samples ?? 1;
  const temperature = list.temperature ?? 0;
  const untrained = list.kind === "untrained";
  const models = untrained ? ["tuned", "base"] : ["base", "tuned"];
  const columns = models.map((model, n) => column((labels.columns ?? words.columns)[n], model));
  const heard = status("g-visually-hidden");
  const wrong = status();
  const right = h("p", { class: "lab-hint" });
  let running = [];
  let turn = 0; // of several runs only the last may report
  let seed = 1;

  function column(name, model) {
    const texts = Array.from({ length: samples }, () => h("p", { class: "lab-said", lang: "en" }));
    const speed = h("p", { class: "lab-hint" }, "\u00a0");
    const head = h("h4", {}, name);
    return { model, name, texts, speed, element: h("section", {}, head, ...texts, speed) };
  }

  async function write() {
    const text = field.read();
    const mine = ++turn;
    running.forEach((task) => task.stop());
    running = [];
    if (!text) return;
    heard.textContent = wrong.textContent = right.textContent = "";
    const answer = list.answers?.[text];
    if (answer) right.textContent = fill(words.right, { answer });
    stop.hidden = false;
    try {
      for (const each of columns) await fillColumn(each, text, mine);
    } catch (error) {
      if (mine === turn) wrong.textContent = explain(say, error);
    }
    if (mine !== turn) return;
    stop.hidden = true;
    if (columns.every(({ done }) => done)) {
      heard.textContent = columns
        .map(({ name, texts }) => `${name}: ${texts.map((p) => p.dataset.new).join(" / ")}`)
        .join(" – ");
    }
  }

  async function fillColumn(each, text, mine) {
    each.done = false;
    let tokens = 0;
    let rest = 0; // without the first of each text, which includes reading the prompt
    let seconds = 0;
    each.texts.forEach((p) => p.replaceChildren());
    for (const [n, p] of each.texts.entries()) {
      if (mine !== turn) return;
      const how = { model: each.model, prompt: text, count: LENGTH, temperature };
      const show = (fresh) => mine === turn && written(p, text, fresh);
      show("");
      const task = client.run("write", { ...how, seed: seed * 64 + n }, (m) => show(m.text));
      running.push(task);
      const end = await task;
      if (mine !== turn) return;
      show(end.text);
      if (list.polite) verdict(p, text, end.text.trim());
      tokens += end.ids.length;
      rest += Math.max(0, end.ids.length - 1);
      seconds += end.seconds - end.first;
    }
    const rate = number(rest / Math.max(seconds, 0.001), 0);
    const length = count(words.tokens, tokens);
    each.speed.textContent = rest < 6 ? length : `${length}, ${fill(words.rate, { rate })}`;
    each.done = true;
  }

  function written(p, text, fresh) {
    const shown = samples > 1 ? "" : text;
    p.dataset.new = fresh.trim();
    p.replaceChildren(
      h("span", { class: "lab-given" }, shown),
      h("span", { class: "lab-new" }, samples > 1 ? fresh.trim() : fresh),
    );
  }

  function verdict(p, text, fresh) {
    const asked = list.things.find((thing) => new RegExp(`\\b${thing}\\b`).test(text));
    if (!asked) return;
    const good = list.polite.some((form) => form.replace("{thing}", asked) === fresh);
    const mark = h("span", { class: "lab-mark", lang: document.documentElement.lang });
    mark.textContent = good ? words.good : words.bad;
    mark.dataset.state = good ? "good" : "bad";
    p.append(mark);
  }

  const field = prompt(lab, {
    label: say.prompt,
    value: list.examples[0],
    examples: list.examples,
    changed: (text) => text !== null && write(),
  });
  const again = h("button", { type: "button", class: "g-button lab-main" }, words.write);
  again.addEventListener("click", () => {
    if (temperature) seed += 1;
    write();
  });
  const stop = h("button", { type: "button", class: "g-button", hidden: true }, say.stop);
  stop.addEventListener("click", () => {
    running.forEach((task) => task.stop());
    again.focus();
  });
  const adapter = list.kind === "adapter";
  const strength =
    !untrained &&
    slider({
      label: adapter ? words.adapter : words.strength,
      help: adapter ? words.adapter_help : words.strength_help,
      min: 0,
      max: 2,
      step: 0.05,
      value: 1,
      text: (value) => number(value, 2),
      changed: async (value) => {
        await client.run("strength", { value });
        write();
      },
    });
  /** The exam is about what was trained, wherever the slider stands. */
  async function busy(on) {
    if (!strength) return;
    strength.input.disabled = on;
    await client.run("strength", { value: on ? 1 : Number(strength.input.value) });
  }

  element.append(
    field.element,
    ...(strength ? [strength.element] : []),
    h("p", { class: "lab-line" }, again, stop),
    h("div", { class: "lab-columns" }, ...columns.map((each) => each.element)),
    ...(list.answers ? [right] : []),
    heard,
    wrong,
    ...(untrained ? [] : [evaluationPanel(lab, busy)]),
    vocabulary(lab),
  );
  await write();
}
