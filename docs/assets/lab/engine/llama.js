// The forward pass of a Llama with a cache of keys and values, in single precision.

import { EngineError } from "./errors.js";

/** out[n × rows] = input[n × columns] · weightᵀ; four rows at a time, so that inputs load once. */
function linear(out, weight, input, n, rows, columns) {
  for (let row = 0; row < rows; row += 4) {
    const w0 = row * columns;
    const w1 = w0 + columns;
    const w2 = w1 + columns;
    const w3 = w2 + columns;
    for (let t = 0; t < n; t++) {
      const from = t * columns;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < columns; i++) {
        const x = input[from + i];
        a += x * weight[w0 + i];
        b += x * weight[w1 + i];
        c += x * weight[w2 + i];
        d += x * weight[w3 + i];
      }
      const to = t * rows + row;
      out[to] = a;
      out[to + 1] = b;
      out[to + 2] = c;
      out[to + 3] = d;
    }
  }
  return out;
}

function norm(input, scale, n, width, epsilon) {
  const out = new Float32Array(n * width);
  for (let t = 0; t < n * width; t += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += input[t + i] * input[t + i];
    const by = 1 / Math.sqrt(sum / width + epsilon);
    for (let i = 0; i < width; i++) out[t + i] = input[t + i] * by * scale[i];
  }
  return out;
}

const LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

export class Llama {
  /** `config` has heads, layers, places, epsilon, theta; `tensors` is what `parse` returns. */
  constructor(config, tensors) {
    Object.assign(this, config);
    const find = (name) => {
      const tensor = tensors.get(name);
      if (!tensor) throw new Error(`no ${name} among the weights`);
      return tensor;
    };
    const words = find("model.embed_tokens.weight");
    [this.vocabulary, this.width] = words.shape;
    this.words = words.data;
    this.last = find("model.norm.weight").data;
    this.blocks = Array.from({ length: this.layers }, (_, layer) => {
      const under = (name) => find(`model.layers.${layer}.${name}.weight`);
      const block = { before: under("input_layernorm").data };
      block.after = under("post_attention_layernorm").data;
      for (const name of LINEAR) {
        const place = /^[qkvo]_/.test(name) ? "self_attn" : "mlp";
        block[name] = under(`${place}.${name}`).data;
      }
      this.inner = under("mlp.up_proj").shape[0];
      return block;
    });
    const half = this.width / this.heads / 2;
    this.turns = Array.from({ length: half }, (_, i) => Math.fround(this.theta ** (-i / half)));
  }

  /** Room for the keys and values of one text. */
  cache() {
    const room = () => new Float32Array(this.places * this.width);
    const blocks = this.blocks.map(() => ({ keys: room(), values: room() }));
    return { blocks, length: 0 };
  }

  /**
   * Reads tokens behind those that the cache holds; returns their last hidden states, n × width.
   * `watch(layer, head, place, weights)` sees what each place attends to.
   */
  read(ids, cache, watch) {
    const { width, inner, epsilon } = this;
    const n = ids.length;
    const first = cache.length;
    if (first + n > this.places) throw new EngineError("long", "the text is too long");
    const x = new Float32Array(n * width);
    ids.forEach((id, t) => x.set(this.words.subarray(id * width, (id + 1) * width), t * width));
    const wide = () => new Float32Array(n * width);
    const add = (more) => {
      for (let i = 0; i < x.length; i++) x[i] += more[i];
    };
    this.blocks.forEach((block, layer) => {
      const h = norm(x, block.before, n, width, epsilon);
      const q = linear(wide(), block.q_proj, h, n, width, width);
      const k = linear(wide(), block.k_proj, h, n, width, width);
      const v = linear(wide(), block.v_proj, h, n, width, width);
      this.turn(q, n, first);
      this.turn(k, n, first);
      const kept = cache.blocks[layer];
      kept.keys.set(k, first * width);
      kept.values.set(v, first * width);
      const seen = watch && ((...what) => watch(layer, ...what));
      const mixed = this.attend(q, kept, n, first, seen);
      add(linear(wide(), block.o_proj, mixed, n, width, width));
      const g = norm(x, block.after, n, width, epsilon);
      const gate = linear(new Float32Array(n * inner), block.gate_proj, g, n, inner, width);
      const up = linear(new Float32Array(n * inner), block.up_proj, g, n, inner, width);
      for (let i = 0; i < gate.length; i++) gate[i] = (gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
      add(linear(wide(), block.down_proj, gate, n, width, inner));
    });
    cache.length += n;
    return norm(x, this.last, n, width, epsilon);
  }

  /** Rotary positions: each pair of numbers turns by an angle that grows with the place. */
  turn(vectors, n, first) {
    const size = this.width / this.heads;
    const half = size / 2;
    for (let t = 0; t < n; t++) {
      for (let i = 0; i < half; i++) {
        const angle = Math.fround((first + t) * this.turns[i]);
        const cos = Math.cos(angle);
        const sin = Math.sin(angle);
        for (let at = t * this.width + i; at < (t + 1) * this.width; at += size) {
          const one = vectors[at];
          const other = vectors[at + half];
          vectors[at] = one * cos - other * sin;
          vectors[at + half] = other * cos + one * sin;
        }
      }
    }
  }

  attend(q, { keys, values }, n, first, seen) {
    const { width } = this;
    const size = width / this.heads;
    const out = new Float32Array(n * width);
    const weights = new Float64Array(first + n);
    for (let t = 0; t < n; t++) {
      const count = first + t + 1;
      for (let head = 0; head < this.heads; head++) {
        const at = head * size;
        let most = -Infinity;
        for (let p = 0; p < count; p++) {
          let fit = 0;
          for (let i = 0; i < size; i++) fit += q[t * width + at + i] * keys[p * width + at + i];
          weights[p] = fit / Math.sqrt(size);
          if (weights[p] > most) most = weights[p];
        }
        let sum = 0;
        for (let p = 0; p < count; p++) sum += weights[p] = Math.exp(weights[p] - most);
        for (let p = 0; p < count; p++) {
          const weight = (weights[p] /= sum);
          for (let i = 0; i < size; i++) {
            out[t * width + at + i] += weight * values[p * width + at + i];
          }
        }
        seen?.(head, first + t, weights.subarray(0, count));
      }
    }
    return out;
  }

  /** The logits for the tokens after the hidden states: n × vocabulary. */
  logits(hidden) {
    const n = hidden.length / this.width;
    const out = new Float32Array(n * this.vocabulary);
    return linear(out, this.words, hidden, n, this.vocabulary, this.width);
  }
}
