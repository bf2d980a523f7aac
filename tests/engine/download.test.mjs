// How the page fetches weights, from a server of this test: verified, bounded, tried once more.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import test from "node:test";

import { fetchAll } from "../../docs/assets/lab/engine/download.js";

const right = Buffer.from("the weights that were recorded");
const listed = (content) => ({
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
});
const FILES = { "a.safetensors": listed(right) };

/** Answers with these one after the other, the last one for ever; says which addresses were asked. */
async function served(context, ...answers) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    answers[Math.min(asked.length, answers.length) - 1](response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { folder: `http://127.0.0.1:${server.address().port}/weights/`, asked };
}
const sends = (content, status = 200) => (response) => {
  response.statusCode = status;
  response.end(content);
};

/** Fetches all; what arrived, or the error's kind and message, and what was counted. */
async function fetched(folder, files = FILES) {
  let counted = 0;
  const count = (bytes) => (counted += bytes);
  try {
    const buffers = await fetchAll(folder, files, count);
    return { buffers, counted };
  } catch ({ kind, message }) {
    return { kind, message, counted };
  }
}

test("a file with the listed hash arrives, at an address that holds the hash", async (context) => {
  const { folder, asked } = await served(context, sends(right));
  const { buffers, counted } = await fetched(folder);
  assert.deepEqual(Buffer.from(buffers["a.safetensors"]), right);
  assert.equal(counted, right.length);
  const start = FILES["a.safetensors"].sha256.slice(0, 12);
  assert.deepEqual(asked, [`/weights/a.safetensors?${start}`]);
});

test("a file with another hash is refused as damaged after two tries", async (context) => {
  const wrong = Buffer.from(right);
  wrong[3] ^= 1;
  const { folder, asked } = await served(context, sends(wrong));
  assert.deepEqual(await fetched(folder), {
    kind: "damaged",
    message: "/weights/a.safetensors: another hash",
    counted: 0,
  });
  assert.equal(asked.length, 2);
});

test("a file that is too short is refused as damaged", async (context) => {
  const { folder } = await served(context, sends(right.subarray(1)));
  assert.deepEqual(await fetched(folder), {
    kind: "damaged",
    message: "/weights/a.safetensors: another length",
    counted: 0,
  });
});

test("a file that never ends is not read on, and is refused as damaged", async (context) => {
  const closed = [];
  const endless = (response) => {
    const more = setInterval(() => response.write(right), 1);
    response.on("close", () => {
      clearInterval(more);
      closed.push(true);
    });
  };
  const { folder } = await served(context, endless);
  assert.deepEqual(await fetched(folder), {
    kind: "damaged",
    message: "/weights/a.safetensors: another length",
    counted: 0,
  });
  while (closed.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
});

for (const [what, first] of [
  ["a 404", sends("no such file", 404)],
  ["a damaged copy", sends("something else")],
  ["a broken line", (response) => response.destroy()],
]) {
  test(`after ${what} the server is asked once more`, async (context) => {
    const { folder, asked } = await served(context, first, sends(right));
    const { buffers, counted } = await fetched(folder);
    assert.deepEqual(Buffer.from(buffers["a.safetensors"]), right);
    assert.deepEqual([counted, asked.length], [right.length, 2]);
  });
}

test("a file that is not there is a matter of the network", async (context) => {
  const { folder } = await served(context, sends("no such file", 404));
  assert.deepEqual(await fetched(folder), {
    kind: "network",
    message: "/weights/a.safetensors: 404",
    counted: 0,
  });
});
