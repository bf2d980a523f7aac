// The page's engine against what PyTorch and the Python tokenizer say; run by tests/engine/test_engine.py,
// which writes the reference and names it in LAB_REFERENCE.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Llama } from "../../docs/assets/lab/engine/llama.js";
import { adapt } from "../../docs/assets/lab/engine/lora.js";
import { parse } from "../../docs/assets/lab/engine/safetensors.js";
import * as sampling from "../../docs/assets/lab/engine/sampling.js";
import { Session } from "../../docs/assets/lab/engine/session.js";

const folder = new URL("../../demos/results/weights/", import.meta.url);
const bytes = (name) => {
  const read = readFileSync(new URL(name, folder));
  return read.buffer.slice(read.byteOffset, read.byteOffset + read.length);
};
const json = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const told = JSON.parse(readFileSync(process.env.LAB_REFERENCE, "utf8"));

function opened(demo) {
  const list = json(`${demo}.json`);
  const files = Object.fromEntries(Object.keys(list.files).map((name) => [name, bytes(name)]));
  const session = new Session();
  session.build(list, files);
  return session;
}
const base = opened("inference");
const { tokenizer } = base;
const silent = () => {};
const always = () => true;

const gap = (ours, theirs) => {
  assert.equal(ours.length, theirs.length);
  return Math.max(...Array.from(ours, (value, i) => Math.abs(value - theirs[i])));
};
const logits = async (session, model, prompt) =>
  Array.from((await session.next({ model, prompt })).logits);

test("2,000 strings become the same tokens, and the tokens the same strings", () => {
  assert.equal(told.strings.length, 2000);
  told.strings.forEach((text, n) => {
    assert.deepEqual(tokenizer.encode(text), told.tokens[n], JSON.stringify(text));
    assert.deepEqual(tokenizer.encode(text, true), told.continued[n], JSON.stringify(text));
    assert.equal(tokenizer.decode(told.tokens[n]), told.decoded[n], JSON.stringify(text));
  });
});

test("logits are those of PyTorch within 0.0001", async () => {
  let worst = 0;
  for (const [n, theirs] of told.logits.entries()) {
    worst = Math.max(worst, gap(await logits(base, "base", told.prompts[n]), theirs));
  }
  console.log(`largest difference of a logit: ${worst}`);
  assert.ok(worst < 1e-4, String(worst));
});

test("reading token by token with the cache gives the logits of reading at once", () => {
  const llama = base.models.base;
  const ids = tokenizer.encode(told.prompts[1]);
  const whole = llama.read(ids, llama.cache());
  const cache = llama.cache();
  const single = ids.map((id) => llama.read([id], cache));
  assert.deepEqual(single.at(-1), whole.slice(-llama.width));
});

test("greedy text is the same for 200 prompts", async () => {
  assert.equal(told.prompts.length, 200);
  for (const [n, prompt] of told.prompts.entries()) {
    const { ids } = await base.write({ prompt, count: 24 }, silent, always);
    assert.deepEqual(ids, told.greedy[n], prompt);
  }
});

for (const demo of ["fine_tuning", "rlhf"]) {
  test(`the weights of ${demo} say what they say in PyTorch`, async () => {
    const session = opened(demo);
    const { logits: theirs, greedy } = told.tuned[demo];
    assert.ok(gap(await logits(session, "tuned", told.prompts[0]), theirs) < 1e-4);
    for (const [n, ids] of greedy.entries()) {
      const how = { model: "tuned", prompt: told.prompts[n], count: 24 };
      assert.deepEqual((await session.write(how, silent, always)).ids, ids, told.prompts[n]);
    }
  });
}

for (const demo of ["lora", "fine_tuning"]) {
  test(`${demo} at any strength gives the logits of PyTorch's merged weights`, async () => {
    const session = opened(demo);
    for (const [strength, theirs] of Object.entries(told.merged[demo])) {
      await session.strength({ value: Number(strength) });
      assert.ok(gap(await logits(session, "tuned", told.prompts[0]), theirs) < 1e-4, strength);
    }
    await session.strength({ value: 0 });
    const prompt = told.prompts[2];
    assert.deepEqual(
      await logits(session, "tuned", prompt),
      await logits(session, "base", prompt),
    );
  });
}

test("an adapter leaves the base's own numbers alone", () => {
  const tensors = parse(bytes("base.safetensors"));
  const before = createHash("sha256");
  for (const { data } of tensors.values()) before.update(data);
  adapt(tensors, parse(bytes("lora.safetensors")), 4).set(2);
  const after = createHash("sha256");
  for (const { data } of tensors.values()) after.update(data);
  assert.equal(after.digest("hex"), before.digest("hex"));
});

test("attention is PyTorch's, in every layer and head", async () => {
  const { tokens, maps } = await base.look({ prompt: told.prompts[1] });
  assert.equal(maps.length, told.attention.length);
  let worst = 0;
  maps.forEach((heads, layer) =>
    heads.forEach((places, head) =>
      places.forEach((weights, place) => {
        const theirs = told.attention[layer][head][place];
        assert.equal(weights.length, place + 1);
        worst = Math.max(worst, gap([...weights, ...theirs.slice(place + 1)], theirs));
        assert.equal(Math.max(...theirs.slice(place + 1), 0), 0);
      }),
    ),
  );
  assert.equal(tokens.length, maps[0][0].length);
  assert.ok(worst < 1e-5, String(worst));
});

test("a judge's points and a detector's suspicion are PyTorch's", async () => {
  const judge = opened("reward_model");
  const ours = [];
  for (const [prompt, ...replies] of told.points[0]) {
    for (const reply of replies) ours.push((await judge.points({ prompt, reply })).points);
  }
  assert.ok(gap(ours, told.points[1]) < 1e-3, String(gap(ours, told.points[1])));
  const detector = opened("front_running");
  const found = [];
  for (const text of told.suspicion[0]) found.push((await detector.suspicion({ text })).score);
  assert.ok(gap(found, told.suspicion[1]) < 1e-3, String(gap(found, told.suspicion[1])));
});

test("temperature and the nucleus give PyTorch's probabilities", async () => {
  const all = await logits(base, "base", told.prompts[0]);
  for (const [temperature, share, theirs] of told.odds) {
    const odds = sampling.nucleus(sampling.softmax(all, temperature), share);
    assert.ok(gap(odds, theirs) < 1e-5, `${temperature} ${share}`);
  }
});

test("draws follow the probabilities, and the same seed draws the same", () => {
  const odds = Float64Array.of(0, 0.5, 0.2, 0, 0.3);
  const draws = (seed) => {
    const random = sampling.generator(seed);
    return Array.from({ length: 20000 }, () => sampling.draw(odds, random));
  };
  const once = draws(7);
  assert.deepEqual(draws(7), once);
  assert.notDeepEqual(draws(8), once);
  odds.forEach((wanted, id) => {
    const share = once.filter((drawn) => drawn === id).length / once.length;
    assert.ok(Math.abs(share - wanted) < 0.015, `${id}: ${share}`);
  });
});

test("probability 1 is drawn even where rounding leaves a rest", () => {
  assert.equal(sampling.draw(Float64Array.of(0, 1 - 1e-16, 0), () => 1 - 2 ** -53), 1);
  assert.deepEqual(Array.from(sampling.softmax([1, 3, 2], 0)), [0, 1, 0]);
});

test("half precision and bytes are read exactly, another type is refused by name", () => {
  const header = (type) => {
    const shape = [type === "I8" ? 10 : 5];
    const text = JSON.stringify({ w: { dtype: type, shape, data_offsets: [0, 10] } });
    const buffer = new ArrayBuffer(8 + text.length + 10);
    const view = new DataView(buffer);
    view.setBigUint64(0, BigInt(text.length), true);
    new Uint8Array(buffer, 8).set(new TextEncoder().encode(text));
    [0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000].forEach((bits, i) =>
      view.setUint16(8 + text.length + 2 * i, bits, true),
    );
    return buffer;
  };
  assert.deepEqual(Array.from(parse(header("F16")).get("w").data), [1, -2, 2 ** -24, 65504, -0]);
  const bytesOf = [0, 60, 0, -64, 1, 0, -1, 123, 0, -128];
  assert.deepEqual(Array.from(parse(header("I8")).get("w").data), bytesOf);
  assert.throws(() => parse(header("BF16")), { message: "w: BF16 is not read here" });
});

test("what is too long or incomplete is said, not computed", () => {
  const llama = base.models.base;
  assert.throws(() => llama.read(new Array(257).fill(5), llama.cache()), {
    message: "the text is too long",
  });
  const tensors = parse(bytes("base.safetensors"));
  tensors.delete("model.norm.weight");
  assert.throws(() => new Llama(json("lora.json").model, tensors), {
    message: "no model.norm.weight among the weights",
  });
});

test("writing stops when it is told to", async () => {
  let seen = 0;
  const how = { prompt: "One morning", count: 40, temperature: 1 };
  const { ids, stopped } = await base.write(how, silent, () => ++seen < 5);
  assert.deepEqual([ids.length, stopped], [5, false]);
});

test("an untrained model is random, knows nothing, and is the same for the same seed", async () => {
  const one = opened("pretraining");
  const other = opened("pretraining");
  const prompt = "Question: Where does Karl live? Answer:";
  const first = await logits(one, "tuned", prompt);
  assert.deepEqual(first, await logits(other, "tuned", prompt));
  const surprise = -sampling.logProbability(first, tokenizer.encode("Ashford", true)[0]);
  assert.ok(Math.abs(surprise - Math.log(1024)) < 1, String(surprise));
});
