// Counted words of the page's language: {"one": "{n} term", "other": "{n} terms"} and a number.
const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const digits = new Intl.NumberFormat(language);

export function count(forms, n) {
  return (forms[plural.select(n)] ?? forms.other).replace("{n}", digits.format(n));
}

// Without capitals and marks above letters, so that "dostrajac" finds "dostrajać".
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l");
}

// What the reader keeps in this browser, where the site has that: `get().learned`, `onChange`.
export async function kept(address) {
  return address ? import(new URL(address, document.baseURI)) : null;
}
