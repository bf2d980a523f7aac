// What a stored text means: pure functions from text to a state, and nothing that touches a browser.
//
// A state is {version, learned: {slug: true}, quiz: {slug: record}, switches: {name: boolean}}.
// A record is {seed, answers: {question: answer}, score, of, wrong: [question]}: the first answers of
// the present try, the result of the last whole try, and what was missed and not yet put right.

export const VERSION = 1;
const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;
const ID = /^[0-9a-f]{8}$/;
const NAME = /^[a-z]{1,40}$/;

// MIGRATIONS[n] turns version n into n + 1. Version 0 is a bare list of learned terms, which is also
// what a person would write by hand to import.
const MIGRATIONS = [
  (old) => ({
    version: 1,
    learned: Object.fromEntries(old.learned.map((slug) => [slug, true])),
    quiz: {},
    switches: {},
  }),
];

export const empty = () => ({ version: VERSION, learned: {}, quiz: {}, switches: {} });

/** The state in a text, and what is wrong with it: "", "corrupt" (the sound parts are kept) or "newer". */
export function parse(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { state: empty(), fault: "corrupt", old: false };
  }
  if (!isObject(data)) return { state: empty(), fault: "corrupt", old: false };
  const version = Object.hasOwn(data, "version") ? data.version : 0;
  if (Number.isInteger(version) && version > VERSION) {
    return { state: empty(), fault: "newer", old: false };
  }
  try {
    for (let at = version; at !== VERSION; at++) data = MIGRATIONS[at](data);
  } catch {
    return { state: empty(), fault: "corrupt", old: false };
  }
  const { state, dropped } = clean(data);
  return { state, fault: dropped ? "corrupt" : "", old: version !== VERSION };
}

/** Both together: what either has learned or switched, the fuller quiz of a term, ours where equal. */
export function merge(ours, theirs) {
  const merged = structuredClone(ours);
  merged.learned = { ...theirs.learned, ...ours.learned };
  merged.switches = { ...theirs.switches, ...ours.switches };
  for (const [slug, record] of Object.entries(theirs.quiz)) {
    const mine = Object.hasOwn(ours.quiz, slug) ? ours.quiz[slug] : null;
    merged.quiz[slug] = mine && weight(mine) >= weight(record) ? mine : record;
  }
  return merged;
}

/** Moves what is stored under a term's former slug to its present one; whether there was any. */
export function follow(state, renamed) {
  let moved = false;
  for (const [former, now] of Object.entries(renamed)) {
    for (const kind of ["learned", "quiz"]) {
      if (!Object.hasOwn(state[kind], former)) continue;
      const [theirs, mine] = [state[kind][former], state[kind][now]];
      if (kind === "learned" || !mine || weight(mine) < weight(theirs)) state[kind][now] = theirs;
      delete state[kind][former];
      moved = true;
    }
  }
  return moved;
}

/** A record of a term whose quiz nobody has touched. */
export const untouched = (slug) => ({ seed: hash(slug), answers: {}, score: 0, of: 0, wrong: [] });

/** FNV-1a: a number from a name, the same in every browser. */
export function hash(name) {
  let value = 0x811c9dc5;
  for (const character of name) value = Math.imul(value ^ character.codePointAt(0), 0x01000193);
  return value >>> 0;
}

const weight = (record) => record.of * 1000 + Object.keys(record.answers).length + record.wrong.length;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => Number.isInteger(value) && value >= 0 && value <= 0xffffffff;

/** The parts that are what they should be; `dropped` tells whether there were others. */
function clean(data) {
  const state = empty();
  let dropped = false;
  const keep = (kind, valid) => {
    if (!isObject(data[kind])) {
      dropped = true;
      return;
    }
    for (const [key, value] of Object.entries(data[kind])) {
      if (valid(key, value)) state[kind][key] = value;
      else dropped = true;
    }
  };
  keep("learned", (slug, value) => SLUG.test(slug) && value === true);
  keep("quiz", (slug, value) => SLUG.test(slug) && isRecord(value));
  keep("switches", (name, value) => NAME.test(name) && typeof value === "boolean");
  return { state, dropped };
}

function isRecord(value) {
  return (
    isObject(value) &&
    ["seed", "score", "of"].every((key) => isCount(value[key])) &&
    value.score <= value.of &&
    isObject(value.answers) &&
    Object.entries(value.answers).every(([id, answer]) => ID.test(id) && isCount(answer)) &&
    Array.isArray(value.wrong) &&
    value.wrong.every((id) => ID.test(id))
  );
}
