// Everything that computes, off the page's own thread, so that the page never freezes.

import { Bench } from "./bench.js";

const bench = new Bench();
const stopped = new Set();
// A breath between steps, or a message to stop would wait until all is done.
const { port1, port2 } = new MessageChannel();
let wake;
port2.onmessage = () => wake();
port2.start();
const breath = () => new Promise((done) => ((wake = done), port1.postMessage(0)));

self.onmessage = async ({ data: { id, task, how } }) => {
  if (task === "stop") return void stopped.add(id);
  let last = performance.now();
  const say = (more) => self.postMessage({ id, more });
  /** Whether to go on. */
  const on = async () => {
    if (performance.now() - last > 24) {
      await breath();
      last = performance.now();
    }
    return !stopped.has(id);
  };
  try {
    self.postMessage({ id, done: await bench[task](how, say, on) });
  } catch (error) {
    const kind = error.kind ?? (error instanceof RangeError ? "memory" : "broken");
    self.postMessage({ id, failed: kind, why: String(error.message ?? error) });
  }
};
