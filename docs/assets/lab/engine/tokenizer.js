// Byte-level BPE as `tokenizer.json` describes it; the same tokens as the Python library's.

// What Unicode calls white space. JavaScript's \s has U+FEFF instead of U+0085.
const BLANK = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const PIECES = new RegExp(
  ` ?\\p{L}+| ?\\p{N}| ?[^${BLANK}\\p{L}\\p{N}]+|[${BLANK}]+(?![^${BLANK}])|[${BLANK}]`,
  "gu",
);

/** A printable character for each byte, as GPT-2 chose them. */
function characters() {
  const plain = (byte) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  const code = (byte) => (plain(byte) ? byte : next++);
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(code(byte)));
}

export class Tokenizer {
  constructor({ model, added_tokens }) {
    this.ids = new Map(Object.entries(model.vocab));
    this.ranks = new Map(model.merges.map((pair, rank) => [[].concat(pair).join(" "), rank]));
    this.special = new Map(added_tokens.map(({ content, id }) => [content, id]));
    this.texts = [...this.ids].reduce((all, [text, id]) => ((all[id] = text), all), []);
    this.hidden = new Set(this.special.values());
    const quoted = [...this.special.keys()].map((text) => text.replace(/[^\w]/g, "\\$&"));
    this.marks = new RegExp(`(${quoted.join("|")})`);
    this.letters = characters();
    this.bytes = new Map(this.letters.map((letter, byte) => [letter, byte]));
    this.known = new Map();
  }

  /** The numbers of the tokens; <bos> is the first, unless the text continues another one. */
  encode(text, continues = false) {
    const ids = continues ? [] : [this.special.get("<bos>")];
    for (const part of text.split(this.marks)) {
      if (this.special.has(part)) ids.push(this.special.get(part));
      else if (part) {
        const spaced = part.startsWith(" ") ? part : ` ${part}`;
        for (const [piece] of spaced.matchAll(PIECES)) ids.push(...this.piece(piece));
      }
    }
    return ids;
  }

  /** The tokens of one piece: neighbours are merged, the most frequent pair of training first. */
  piece(text) {
    if (this.known.has(text)) return this.known.get(text);
    const parts = Array.from(new TextEncoder().encode(text), (byte) => this.letters[byte]);
    for (;;) {
      let best = Infinity;
      let at = -1;
      for (let i = 0; i + 1 < parts.length; i++) {
        const rank = this.ranks.get(`${parts[i]} ${parts[i + 1]}`) ?? Infinity;
        if (rank < best) [best, at] = [rank, i];
      }
      if (at < 0) break;
      parts.splice(at, 2, parts[at] + parts[at + 1]);
    }
    const ids = parts.map((part) => this.ids.get(part));
    this.known.set(text, ids);
    return ids;
  }

  /** The text of some tokens, without the special ones. */
  decode(ids) {
    const shown = ids.filter((id) => !this.hidden.has(id));
    const bytes = shown.flatMap((id) => Array.from(this.texts[id], (c) => this.bytes.get(c)));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
  }

  /** What one token is called where tokens are shown one by one. */
  name(id) {
    return this.hidden.has(id) ? this.texts[id] : this.decode([id]);
  }
}
