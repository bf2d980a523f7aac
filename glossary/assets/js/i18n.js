// The page's language in scripts: its words filled in and counted, its numbers, its letters folded.
//
// The site does the same while it is built (`Locale` and `fold` in Python); a test compares the two.

const element = document.getElementById("glossary-words");
const plurals = new Intl.PluralRules(document.documentElement.lang || "en");

/** The words that scripts say; the page brings them. */
export const words = element ? JSON.parse(element.textContent) : {};

/** A whole number as the language writes it: 1,234 in one, 1 234 in another. */
export const number = (n) =>
  String(n).replace(/\B(?=(\d{3})+$)/g, words.number_thousands ?? "\u202f");

/** A text with its `{name}`s filled in; what is a number is written as one. */
export const fill = (text, values) =>
  (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? whole);
  });

/** The form that goes with the number, as in 1 pytanie, 2 pytania, 5 pytań. */
export const count = (forms, n) => fill(forms?.[plurals.select(n)] ?? forms?.other, { n });

// Letters that are not a letter with a mark to Unicode, and so survive its decomposition.
const LETTERS = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
const LAST = "\u0345"; // of all marks in the order of Unicode

/** Small letters without marks, as in "dostrajac" for "Dostrajać". */
export const fold = (text) =>
  text
    .toLowerCase()
    .replace(/[łđøßæœı]/g, (letter) => LETTERS[letter])
    .toUpperCase() // and back: two small letters of one capital are the same, as s and ſ are
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFD")
    .replace(/\p{M}/gu, (mark) => (isOrdered(mark) ? "" : mark));

/** Whether a sign is a mark on a letter; some signs that Unicode calls marks are vowels of their own. */
const isOrdered = (mark) => (LAST + mark).normalize("NFD") !== LAST + mark || mark === LAST;
