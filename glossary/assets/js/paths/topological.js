// The learning path, as `Glossary.path` and `Glossary.frontier` find it; a test compares the two.
// `needs[i]` are the numbers of the terms that term i needs; numbers stand in the order of slugs.

// What to learn for the targets, nothing before what it needs, the least number where free to choose.
export function path(needs, targets, known) {
  const wanted = new Set(targets);
  for (const term of wanted) for (const before of needs[term]) wanted.add(before);
  const left = new Set([...wanted].filter((term) => !known.has(term)).sort((a, b) => a - b));
  const steps = [];
  while (left.size) {
    const next = [...left].find((term) => !needs[term].some((before) => left.has(before)));
    left.delete(next);
    steps.push(next);
  }
  return steps;
}

// Not known, but everything they need is.
export function frontier(needs, known) {
  return needs
    .map((_, term) => term)
    .filter((term) => !known.has(term) && needs[term].every((before) => known.has(before)));
}

// All that is needed for the targets, themselves included.
export function below(needs, targets) {
  const found = new Set(targets);
  for (const term of found) for (const before of needs[term]) found.add(before);
  return found;
}
