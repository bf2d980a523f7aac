// Everything that computes, off the page's own thread, so that the page never freezes.

import { Session } from "./session.js";

const session = new Session();
const stopped = new Set();
// A breath between steps, or a message to stop would wait until all is done.
const { port1, port2 } = new MessageChannel();
let wake;
port2.onmessage = () => wake();
port2.start();
const breath = () => new Promise((resolve) => ((wake = resolve), port1.postMessage(0)));

self.onmessage = async ({ data: { id, task, options } }) => {
  if (task === "stop") return void stopped.add(id);
  let last = performance.now();
  const report = (progress) => self.postMessage({ id, progress });
  /** Whether to go on. */
  const on = async () => {
    if (performance.now() - last > 24) {
      await breath();
      last = performance.now();
    }
    return !stopped.has(id);
  };
  try {
    self.postMessage({ id, result: await session[task](options, report, on) });
  } catch (error) {
    const kind = error.kind ?? (error instanceof RangeError ? "memory" : "broken");
    self.postMessage({ id, error: { kind, message: String(error.message ?? error) } });
  }
};
