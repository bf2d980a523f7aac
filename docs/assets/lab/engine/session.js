// What can be done with the models of one page; each task is a method, called by the worker.
//
// Every task gets (options, report, on): its settings, where to report progress, and whether to go on.

import { fetchAll } from "./download.js";
import { Llama } from "./llama.js";
import { adapt } from "./lora.js";
import { parse } from "./safetensors.js";
import { draw, generator, likeliest, logProbability, nucleus, softmax } from "./sampling.js";
import { Tokenizer } from "./tokenizer.js";

export class Session {
  /** Fetches and builds what a page's list names; reports {loaded, total} in bytes. */
  async load({ folder, list }, report) {
    const total = Object.values(list.files).reduce((sum, { bytes }) => sum + bytes, 0);
    let loaded = 0;
    const files = await fetchAll(folder, list.files, (more) => {
      loaded += more;
      report({ loaded, total });
    });
    return this.build(list, files);
  }

  build(list, files) {
    const json = (name) => JSON.parse(new TextDecoder().decode(files[name]));
    const base = parse(files["base.safetensors"]);
    const trained = files[`${list.demo}.safetensors`];
    this.list = list;
    this.tokenizer = new Tokenizer(json("tokenizer.json"));
    this.models = { base: new Llama(list.model, base) };
    this.set = () => {};
    if (list.kind === "untrained") {
      this.models.tuned = new Llama(list.model, untrained(base, list.seed));
    } else if (trained) {
      const { tensors, set } = adapt(base, parse(trained), list.scale);
      this.models.tuned = new Llama(list.model, tensors);
      this.set = set;
      this.head = tensors.get("head.weight")?.data;
      this.bias = tensors.get("head.bias")?.data[0] ?? 0;
    }
    return { words: json("words.json") };
  }

  /** How far what was trained is turned up; 0 is the base, 1 is as it was trained. */
  async strength({ value }) {
    this.set(value);
  }

  /** Continues a prompt; reports {text} after each token. Temperature 0 takes the likeliest. */
  async write(options, report, on) {
    const { model = "base", prompt, count = 40, temperature = 0, share = 1, seed = 0 } = options;
    const llama = this.models[model];
    const random = generator(seed);
    const cache = llama.cache();
    const ends = [this.tokenizer.special.get("<eos>"), this.tokenizer.special.get("<end>")];
    const ids = [];
    let unread = this.tokenizer.encode(prompt);
    let stopped = false;
    let first = 0;
    const begin = performance.now();
    for (let n = 0; n < count && cache.length + unread.length < llama.places; n++) {
      const hidden = llama.read(unread, cache);
      const logits = llama.logits(hidden.subarray(hidden.length - llama.width));
      const id = temperature
        ? draw(nucleus(softmax(logits, temperature), share), random)
        : likeliest(logits);
      if (ends.includes(id)) {
        stopped = true;
        break;
      }
      first ||= (performance.now() - begin) / 1000;
      ids.push(id);
      unread = [id];
      report({ text: this.tokenizer.decode(ids) });
      if (!(await on())) break;
    }
    const seconds = (performance.now() - begin) / 1000;
    return { text: this.tokenizer.decode(ids), ids, first, seconds, stopped };
  }

  /** What could come next: the likeliest tokens, each with its odds before and after the cut. */
  async next({ model = "base", prompt, temperature = 1, share = 1, count = 10 }) {
    const llama = this.models[model];
    const hidden = llama.read(this.tokenizer.encode(prompt), llama.cache());
    const logits = llama.logits(hidden.subarray(hidden.length - llama.width));
    const odds = softmax(logits, temperature);
    const kept = nucleus(odds, share);
    const order = Array.from(odds.keys()).sort((a, b) => odds[b] - odds[a] || a - b);
    const left = kept.reduce((sum, value) => sum + (value > 0), 0);
    const top = order.slice(0, count).map((id) => ({
      id,
      text: this.tokenizer.name(id),
      odds: odds[id],
      kept: kept[id],
    }));
    return { top, left, logits };
  }

  /** What every head of every layer attends to: maps[layer][head][place] is a list of weights. */
  async look({ model = "base", prompt }) {
    const llama = this.models[model];
    const ids = this.tokenizer.encode(prompt);
    const maps = llama.blocks.map(() => Array.from({ length: llama.heads }, () => []));
    llama.read(ids, llama.cache(), (layer, head, place, weights) => {
      maps[layer][head][place] = Array.from(weights);
    });
    return { tokens: ids.map((id) => this.tokenizer.name(id)), maps };
  }

  /**
   * A judge's points for a reply, and what each of its tokens adds. As in `demos/lab/heads.py`:
   * the head reads a token's hidden state and how expected it was; the points are four times the
   * mean over the reply.
   */
  async points({ prompt, reply }) {
    const llama = this.models.tuned;
    const { width, vocabulary } = llama;
    const { cache, last } = this.readPrompt(llama, prompt);
    const ids = this.tokenizer.encode(reply, true);
    const hidden = llama.read(ids, cache);
    // What expects a token of the reply stands one place before it.
    const before = new Float32Array(hidden.length);
    before.set(last);
    before.set(hidden.subarray(0, hidden.length - width), width);
    const logits = llama.logits(before);
    const tokens = ids.map((id, n) => {
      let given = this.head[width] * logProbability(logits, id, n * vocabulary, vocabulary);
      for (let i = 0; i < width; i++) given += this.head[i] * hidden[n * width + i];
      return { text: this.tokenizer.name(id), points: given };
    });
    const mean = tokens.reduce((sum, { points }) => sum + points, 0) / Math.max(1, tokens.length);
    return { points: 4 * mean, tokens };
  }

  /** A cache that has read the prompt, with its last hidden state: many replies are to the same. */
  readPrompt(llama, prompt) {
    if (this.read?.prompt !== prompt) {
      const cache = llama.cache();
      const hidden = llama.read(this.tokenizer.encode(prompt), cache);
      this.read = { prompt, cache, length: cache.length, last: hidden.slice(-llama.width) };
    }
    this.read.cache.length = this.read.length; // what stood behind it is forgotten
    return this.read;
  }

  /** A detector's suspicion: a sum over all tokens but <bos>; above zero it says yes. */
  async suspicion({ text }) {
    const llama = this.models.tuned;
    const { width } = llama;
    const ids = this.tokenizer.encode(text);
    const hidden = llama.read(ids, llama.cache());
    const tokens = ids.slice(1).map((id, n) => {
      let given = this.bias;
      for (let i = 0; i < width; i++) given += this.head[i] * hidden[(n + 1) * width + i];
      return { text: this.tokenizer.name(id), points: given };
    });
    return { score: tokens.reduce((sum, { points }) => sum + points, 0), tokens };
  }

  /** Asks the questions of the recorded run again; see `evaluation.js`. */
  async evaluate({ folder }, report, on) {
    const { evaluate } = await import("./evaluation.js");
    return evaluate(this, folder, report, on);
  }

  /** Whether greedy decoding gives the whole answer: each token is the likeliest in its turn. */
  exact(model, prompt, answer) {
    const llama = this.models[model];
    const question = this.tokenizer.encode(prompt);
    const wanted = this.tokenizer.encode(answer, true);
    const hidden = llama.read([...question, ...wanted.slice(0, -1)], llama.cache());
    return wanted.every((id, n) => {
      const at = (question.length - 1 + n) * llama.width;
      return likeliest(llama.logits(hidden.subarray(at, at + llama.width))) === id;
    });
  }
}

/** Random numbers in the shapes of a model, as an untrained one has them. */
function untrained(like, seed) {
  const random = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawn = ([name, { shape, data }]) => {
    const one = shape.length === 1; // the scales of the norms
    return [name, { shape, data: Float32Array.from(data, () => (one ? 1 : 0.02 * normal())) }];
  };
  return new Map(Array.from(like, drawn));
}
