// The page's side of the worker: tasks are promises, reports are callbacks, a task can be stopped.

export class Failed extends Error {
  /** `kind` names the sentence for the reader: worker, memory, network, damaged or broken. */
  constructor(kind, why) {
    super(why);
    this.kind = kind;
  }
}

export class Client {
  constructor() {
    if (typeof Worker === "undefined") throw new Failed("worker", "no Worker here");
    this.tasks = new Map();
    this.last = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (event) => {
      event.preventDefault?.();
      for (const { no } of this.tasks.values()) no(new Failed("worker", event.message));
      this.tasks.clear();
    };
  }

  /** A promise of what the task returns, with a `stop()`; `report` hears of its progress. */
  run(task, how = {}, report = () => {}) {
    const id = ++this.last;
    const promise = new Promise((yes, no) => this.tasks.set(id, { yes, no, report }));
    this.worker.postMessage({ id, task, how });
    promise.stop = () => this.worker.postMessage({ id, task: "stop" });
    return promise;
  }

  heard({ id, done, more, failed, why }) {
    const task = this.tasks.get(id);
    if (!task) return;
    if (more) return void task.report(more);
    this.tasks.delete(id);
    if (failed) task.no(new Failed(failed, why));
    else task.yes(done);
  }

  close() {
    this.worker.terminate();
  }
}
