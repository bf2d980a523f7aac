// From logits to a token: softmax at a temperature, the nucleus, a draw by a seeded generator.

/** Numbers from 0 to 1 that only the seed decides (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function likeliest(logits) {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

/** The probability of each token; at temperature 0 all of it goes to the likeliest. */
export function softmax(logits, temperature = 1) {
  const best = likeliest(logits);
  if (!temperature) return Float64Array.from(logits, (_, i) => Number(i === best));
  const odds = Float64Array.from(logits, (l) => Math.exp((l - logits[best]) / temperature));
  const sum = odds.reduce((a, b) => a + b);
  return odds.map((value) => value / sum);
}

/** The smallest set of likeliest tokens that together reach `share`; the others get nothing. */
export function nucleus(odds, share) {
  if (share >= 1) return odds;
  const order = Array.from(odds.keys()).sort((a, b) => odds[b] - odds[a] || a - b);
  const kept = new Float64Array(odds.length);
  let sum = 0;
  for (const id of order) {
    if (sum >= share) break;
    kept[id] = odds[id];
    sum += odds[id];
  }
  return kept.map((value) => value / sum);
}

export function draw(odds, random) {
  let left = random();
  let last = 0;
  for (let id = 0; id < odds.length; id++) {
    if (!odds[id]) continue;
    last = id;
    left -= odds[id];
    if (left < 0) break;
  }
  return last;
}

/** log p of one token, from logits that begin at `from`. */
export function logProbability(logits, id, from = 0, size = logits.length) {
  let most = -Infinity;
  for (let i = from; i < from + size; i++) if (logits[i] > most) most = logits[i];
  let sum = 0;
  for (let i = from; i < from + size; i++) sum += Math.exp(logits[i] - most);
  return logits[from + id] - most - Math.log(sum);
}
