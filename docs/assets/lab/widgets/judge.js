// A reward model: points for the reader's own reply, and what each piece of it adds.

import { explain, fill, fixed, h, latest, pieces, status } from "../ui/elements.js";
import { evaluationPanel } from "../ui/evaluation_panel.js";
import { open } from "../ui/open.js";
import { prompt, vocabulary } from "../ui/prompt.js";

export default async function judge(given) {
  const lab = await open(given, "judge");
  const { element, say, list, client } = lab;
  const words = say.judge;
  const board = h("ol", { class: "lab-board", "aria-label": words.board });
  const score = h("p", { class: "lab-score" });
  const parts = h("div");
  const heard = status("g-visually-hidden");
  const wrong = status();
  const kept = [];
  let now = null;

  const signed = (points) => (points > 0 ? "+" : "") + fixed(points, 2);

  /** Replies of all four kinds to an ask, for a reader who has no idea yet. */
  function replies(ask) {
    const thing = list.things.find((each) => new RegExp(`\\b${each}\\b`).test(ask));
    const other = list.things.find((each) => each !== thing);
    const forms = [
      [list.polite[0], thing ?? other],
      [list.rude[1], thing ?? other],
      [list.polite[2], other],
      [list.rude[4], other],
    ];
    return forms.map(([form, what]) => form.replace("{thing}", what));
  }

  const look = latest(
    async () => {
      const [ask, reply] = [asked.read(), replied.read()];
      if (!ask || !reply) return null;
      const judged = await client.run("points", { prompt: `Ask: ${ask} Reply:`, reply });
      return { ask, reply, ...judged };
    },
    (judged) => {
      now = judged;
      wrong.textContent = "";
      score.replaceChildren();
      parts.replaceChildren();
      if (!judged) return;
      score.append(h("strong", {}, signed(judged.points)), ` ${words.points}`);
      parts.append(pieces(words.why, judged.tokens));
    },
    (error) => (wrong.textContent = explain(say, error)),
  );

  async function keep() {
    await look();
    if (!now) return void (wrong.textContent = words.empty);
    if (!kept.some(({ ask, reply }) => ask === now.ask && reply === now.reply)) kept.push(now);
    kept.sort((a, b) => b.points - a.points);
    const [most, least] = [kept[0].points, kept.at(-1).points];
    board.replaceChildren(
      ...kept.map(({ ask, reply, points }) => {
        const bar = h("span", { class: "lab-board__bar", "aria-hidden": "true" });
        bar.style.setProperty("--w", most > least ? (points - least) / (most - least) : 1);
        const text = h("span", { lang: "en" }, h("small", {}, ask), reply);
        return h("li", {}, text, bar, h("strong", {}, signed(points)));
      }),
    );
    heard.textContent = fill(words.said, { points: signed(now.points), reply: now.reply });
    return null;
  }

  const asked = prompt(lab, {
    label: words.ask,
    value: list.examples[0],
    examples: list.examples,
    named: words.asks,
    rows: 1,
    changed: (text) => {
      if (text) replied.offer(replies(text));
      look();
    },
  });
  const replied = prompt(lab, {
    label: words.reply,
    value: replies(list.examples[0])[0],
    examples: replies(list.examples[0]),
    named: words.replies,
    rows: 1,
    changed: () => look(),
  });
  const button = h("button", { type: "button", class: "g-button lab-main" }, words.score);
  button.addEventListener("click", keep);
  element.append(
    asked.element,
    replied.element,
    h(
      "section",
      { class: "lab-block" },
      score,
      h("p", { class: "lab-hint" }, words.zero),
      h("h4", {}, words.why),
      parts,
    ),
    h("p", { class: "lab-line" }, button),
    h("section", { class: "lab-block" }, h("h4", {}, words.board), board),
    heard,
    wrong,
    evaluationPanel(lab),
    vocabulary(lab),
  );
  await keep();
}
