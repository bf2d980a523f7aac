// What can go wrong, each with a kind: the page has a sentence for every kind.

export class EngineError extends Error {
  /** `kind` is worker, memory, network, damaged, long or broken. */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}
