// The words of the page's language that scripts say; the page brings them.

const element = document.getElementById("glossary-words");
export const words = element ? JSON.parse(element.textContent) : {};
const plurals = new Intl.PluralRules(document.documentElement.lang);

/** A text with its `{name}`s filled in. */
export const fill = (text, values) =>
  (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** The form that goes with the number, as in 1 pytanie, 2 pytania, 5 pytań. */
export const count = (forms, n) => fill(forms?.[plurals.select(n)] ?? forms?.other, { n });
