// A window of orders, put together by the reader, and whether the detector suspects a sandwich.

import { explain, fill, fixed, h, latest, pieces, status } from "../ui/elements.js";
import { evaluationPanel } from "../ui/evaluation_panel.js";
import { open } from "../ui/open.js";

const FAR = 6; // suspicion that fills half of the meter

/** `[trader, side, amount]` of each order of a window. */
const parsed = (text) =>
  [...text.matchAll(/(\w) (buys|sells) (\d)/g)].map(([, ...order]) => order);
const written = (orders) => `Flow: ${orders.map((order) => order.join(" ")).join("; ")}.`;

/** As `demos/lab/flow.py` defines it: one buys, another buys, the first one sells. */
function sandwich(orders) {
  for (const [i, [first, ...one]] of orders.entries()) {
    for (const [j, [other, two]] of orders.entries()) {
      for (const [k, [third, three]] of orders.entries()) {
        const inOrder = i < j && j < k && first === third && first !== other;
        if (inOrder && one[0] === "buys" && two === "buys" && three === "sells") {
          return { a: first, b: other };
        }
      }
    }
  }
  return null;
}

export default async function orders(given) {
  const lab = await open(given, "orders");
  const { element, say, list, client } = lab;
  const words = say.orders;
  const verdict = h("p", { class: "lab-score", role: "status" });
  const meter = h("p", { class: "lab-meter", role: "img" });
  const truth = h("p", { class: "lab-hint" });
  const parts = h("div");
  const wrong = status();

  const choice = (label, values, names = values) =>
    h(
      "select",
      { "aria-label": label, onchange: () => look() },
      ...values.map((value, n) => h("option", { value }, names[n])),
    );
  const rows = parsed(list.examples[0]).map((_, n) => {
    const about = (key) => fill(words[key], { n: n + 1 });
    const amounts = Array.from({ length: 9 }, (_, i) => String(i + 1));
    return [
      choice(about("trader"), [...list.traders]),
      choice(about("side"), ["buys", "sells"], [words.buys, words.sells]),
      choice(about("amount"), amounts),
    ];
  });
  const set = (text) =>
    parsed(text).forEach((order, n) => order.forEach((value, i) => (rows[n][i].value = value)));
  const read = () => rows.map((row) => row.map(({ value }) => value));

  const look = latest(
    async () => {
      const window = read();
      return { window, ...(await client.run("suspicion", { text: written(window) })) };
    },
    ({ window, score, tokens }) => {
      wrong.textContent = "";
      const pattern = sandwich(window);
      verdict.textContent = score > 0 ? words.yes : words.no;
      verdict.dataset.state = score > 0 ? "bad" : "good";
      const signed = `${score > 0 ? "+" : ""}${fixed(score, 1)}`;
      const at = Math.max(-1, Math.min(1, score / FAR));
      meter.style.setProperty("--at", (at + 1) / 2);
      meter.setAttribute("aria-label", `${words.meter}: ${signed}`);
      meter.dataset.score = score;
      truth.textContent = `${fill(words.suspicion, { n: signed })}. ${
        pattern ? fill(words.true, pattern) : words.false
      }`;
      parts.replaceChildren(pieces(words.why, tokens, -1));
    },
    (error) => (wrong.textContent = explain(say, error)),
  );

  const chips = list.examples.map((text, n) => {
    const button = h("button", { type: "button" }, fill(words.example, { n: n + 1 }));
    button.addEventListener("click", () => {
      set(text);
      look();
    });
    return h("li", {}, button);
  });
  set(list.examples[0]);
  element.append(
    h(
      "fieldset",
      { class: "lab-orders" },
      h("legend", {}, words.window),
      ...rows.map((row, n) =>
        h(
          "div",
          { role: "group", "aria-label": fill(words.order, { n: n + 1 }) },
          h("span", { "aria-hidden": "true" }, `${n + 1}`),
          ...row,
        ),
      ),
      h("ul", { class: "lab-chips", "aria-label": words.examples }, ...chips),
    ),
    h("section", { class: "lab-block" }, verdict, meter, truth),
    h("section", { class: "lab-block" }, h("h4", {}, words.why), parts),
    h("p", { class: "lab-hint" }, words.outside),
    wrong,
    evaluationPanel(lab),
  );
  await look();
}
