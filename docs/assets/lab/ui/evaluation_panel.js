// The questions of the recorded run, asked again in the reader's browser, number beside number.

import { count, explain, fill, fixed, h, status } from "./elements.js";

// How far the two numbers may be apart, in shares. What is left out of the weights may turn a
// question or two; replies are drawn at random, so both numbers are estimates.
export const TOLERANCE = { exact: 0.01, pairs: 0.01, marks: 0.01, replies: 0.15 };

/** `busy(on)` hears when it begins and when it is over. */
export function evaluationPanel({ say, list, recorded, client, files }, busy = async () => {}) {
  const words = say.exam;
  const run = recorded.demo.runs.find(({ seed }) => seed === list.seed);
  const percent = (share) => fill(say.percent, { n: fixed(100 * share, 1) });
  const verdict = status();
  const bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": words.progress });
  const body = h("tbody");
  const heads = [words.measure, fill(words.recorded, { n: list.seed }), words.here];
  const table = h(
    "table",
    { class: "g-numbers lab-exam__table", hidden: true },
    h("caption", {}, words.title),
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))),
    body,
  );
  let task = null;

  async function start() {
    if (task) return task.stop();
    button.textContent = words.stop;
    bar.hidden = false;
    verdict.textContent = "";
    await busy(true);
    try {
      task = client.run("evaluate", { folder: files }, ({ done, total }) => {
        bar.value = done / total;
      });
      show(await task);
    } catch (error) {
      verdict.textContent = explain(say, error);
    }
    task = null;
    await busy(false);
    bar.hidden = true;
    button.textContent = words.start;
    return null;
  }

  function show(result) {
    if (!result) return void (verdict.textContent = words.stopped);
    const far = TOLERANCE[result.kind];
    const rows = Object.entries(result.measured);
    const agree = rows.every(([key, share]) => Math.abs(share - run.measured[key]) <= far);
    body.replaceChildren(
      ...rows.map(([key, share]) =>
        h(
          "tr",
          { "data-measure": key },
          h("th", { scope: "row" }, recorded.demo.measures[key] ?? key),
          h("td", {}, percent(run.measured[key])),
          h("td", { class: "g-mean" }, percent(share)),
        ),
      ),
    );
    table.hidden = false;
    const asked = count(words.asked, result.questions);
    const within = count(words.within, Math.round(100 * far));
    verdict.textContent = `${agree ? words.agree : words.differ} ${asked} ${within}`;
    verdict.dataset.state = agree ? "good" : "bad";
  }

  const button = h("button", { type: "button", class: "g-button", onclick: start }, words.start);
  return h(
    "section",
    { class: "lab-exam" },
    h("h4", {}, words.title),
    h("p", { class: "lab-hint" }, list.temperature ? words.lead_drawn : words.lead),
    h("p", { class: "lab-line" }, button, bar),
    h("div", { class: "g-scroll", tabIndex: 0, role: "group", "aria-label": words.title }, table),
    verdict,
  );
}
