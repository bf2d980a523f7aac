// What the widgets are made of: elements, filled texts and numbers, sliders, pieces of a text.

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

/** A labelled slider; `changed(value)` hears every move. `text` says the value in words. */
export function slider({ label, help, min, max, step, value, text, changed }) {
  const id = fresh("slider");
  const output = h("output", { htmlFor: id });
  const input = h("input", { type: "range", id, min, max, step, value });
  const show = () => {
    const now = text(Number(input.value));
    output.textContent = now;
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
  const head = h("div", { class: "lab-slider__head" }, h("label", { htmlFor: id }, label), output);
  return { element: h("div", { class: "lab-slider" }, head, input, hint), input };
}

/** A region that screen readers hear; with `g-visually-hidden` everybody else sees it elsewhere. */
export const status = (name = "lab-status") => h("p", { class: name, role: "status" });

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

/** What a reader is told about an error. */
export const explain = (say, error) => say.failed[error.kind] ?? say.failed.broken;

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
