// Small letters without marks, as in "dostrajac" for "Dostrajać": the same as glossary/spelling.py.

const LETTERS = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

export const fold = (words) =>
  words
    .toLowerCase()
    .replace(/[łđøßæœı]/g, (letter) => LETTERS[letter])
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
