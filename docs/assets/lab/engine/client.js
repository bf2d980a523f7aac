// The page's side of the worker: tasks are promises, reports are callbacks, a task can be stopped.

import { EngineError } from "./errors.js";

export class Client {
  constructor() {
    if (typeof Worker === "undefined") throw new EngineError("worker", "no Worker here");
    this.tasks = new Map();
    this.last = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault?.();
      const error = new EngineError("worker", event.message);
      for (const { reject } of this.tasks.values()) reject(error);
      this.tasks.clear();
    };
  }

  /** A promise of what the task returns, with a `stop()`; `report` hears of its progress. */
  run(task, options = {}, report = () => {}) {
    const id = ++this.last;
    const promise = new Promise((resolve, reject) =>
      this.tasks.set(id, { resolve, reject, report }),
    );
    this.worker.postMessage({ id, task, options });
    promise.stop = () => this.worker.postMessage({ id, task: "stop" });
    return promise;
  }

  receive({ id, result, progress, error }) {
    const task = this.tasks.get(id);
    if (!task) return;
    if (progress) return void task.report(progress);
    this.tasks.delete(id);
    if (error) task.reject(new EngineError(error.kind, error.message));
    else task.resolve(result);
  }

  close() {
    this.worker.terminate();
  }
}
