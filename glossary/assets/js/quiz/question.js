// One question: its options in a shuffled order, the verdict in words, the reason of the choice.
//
// A click or the space bar answers at once. Arrow keys select a radio button as they move, so they
// only propose, until Enter; once the question is answered they show the other reasons.

import { hash } from "../progress/state.js";

/** The numbers in an order that only the seed decides. */
export function shuffled(numbers, seed) {
  const order = [...numbers];
  let state = seed >>> 0;
  const random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

export class Question {
  /** `say` has the words right, wrong, enter; `onFirst(question, answer, right)` hears one answer. */
  constructor(element, say, onFirst) {
    this.element = element;
    this.id = element.dataset.id;
    this.say = say;
    this.onFirst = onFirst;
    this.labels = [...element.querySelectorAll(".g-answer")];
    this.reasons = [...element.querySelectorAll(".g-answers li")];
    this.verdict = element.querySelector(".g-verdict-text");
    this.answered = false;
    this.moving = false;
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("keyup", () => (this.moving = false));
    element.addEventListener("change", ({ target }) => this.changed(Number(target.value)));
  }

  /** Puts the options in the order of the seed; the same question has the same order anywhere. */
  order(seed) {
    const numbers = shuffled(this.labels.keys(), seed ^ hash(this.id));
    for (const list of [this.labels, this.reasons]) {
      numbers.forEach((number) => list[number].parentElement.append(list[number]));
    }
    return numbers.join();
  }

  /** Shows an answer (counted from 1), its verdict and its reason. */
  show(answer) {
    const reason = this.reasons[answer - 1];
    if (!reason) return;
    const right = this.isRight(answer);
    this.answered = true;
    this.labels.forEach((label, number) => {
      const chosen = number === answer - 1;
      label.querySelector("input").checked = chosen;
      if (chosen) label.dataset.state = right ? "right" : "wrong";
      else delete label.dataset.state;
    });
    const word = document.createElement("strong");
    word.textContent = `${right ? this.say.right : this.say.wrong}. `;
    const why = reason.querySelector(".g-why").cloneNode(true);
    this.verdict.dataset.state = right ? "right" : "wrong";
    this.verdict.replaceChildren(word, ...why.childNodes);
  }

  isRight(answer) {
    return this.reasons[answer - 1]?.dataset.correct === "yes";
  }

  clear() {
    this.answered = false;
    this.labels.forEach((label) => {
      delete label.dataset.state;
      label.querySelector("input").checked = false;
    });
    delete this.verdict.dataset.state;
    this.verdict.replaceChildren();
    this.element.querySelector(".g-answers").open = false;
  }

  key(event) {
    if (!event.target.matches("input[type=radio]")) return;
    this.moving = event.key.startsWith("Arrow");
    if (event.key === "Enter" || (event.key === " " && event.target.checked)) {
      event.preventDefault();
      this.commit(Number(event.target.value));
    }
  }

  changed(answer) {
    if (this.moving && !this.answered) this.verdict.textContent = this.say.enter;
    else this.commit(answer);
  }

  commit(answer) {
    const first = !this.answered;
    this.show(answer);
    if (first) this.onFirst(this, answer, this.isRight(answer));
  }
}
