// Asks glossary/assets/js/i18n.js in Node what Python asks here: {language, words, texts, counts}.

const { language, words, texts, numbers, forms } = JSON.parse(process.argv[2]);
// All of the page that the module looks at: its language and the words that it brings.
globalThis.document = {
  documentElement: { lang: language },
  getElementById: () => ({ textContent: JSON.stringify(words) }),
};
const { count, fill, fold } = await import("../glossary/assets/js/i18n.js");

function every() {
  const folded = [];
  for (let code = 1; code < 0x110000; code++)
    folded.push(code >= 0xd800 && code < 0xe000 ? null : fold(String.fromCodePoint(code)));
  return folded;
}

const answer = {
  folded: texts === "every" ? every() : texts.map(fold),
  counted: numbers.map((n) => count(forms, n)),
  filled: numbers.map((n) => fill("{n} / {total}, {name}", { n, total: 1234567, name: "{n}" })),
};
process.stdout.write(JSON.stringify(answer));
