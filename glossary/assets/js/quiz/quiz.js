// The quiz of a term: keeps the first answer to each question, the score, and what was missed.

import { Question } from "./question.js";
import { onChange, record, updateRecord } from "../progress/store.js";
import { fill } from "../i18n.js";

const quiz = document.querySelector(".g-quiz");
const { slug, ...say } = quiz.dataset;
const line = quiz.querySelector(".g-score");
const again = quiz.querySelector(".g-again");
const review = quiz.querySelector(".g-review-link");

const questions = [...quiz.querySelectorAll(".g-question")].map(
  (element) => new Question(element, say, answered),
);

/** The first answers of this try to questions that the quiz still has. */
function answers() {
  const stored = record(slug).answers;
  const known = questions.filter((question) => Object.hasOwn(stored, question.id));
  return new Map(known.map((question) => [question.id, stored[question.id]]));
}

function answered(question, answer, right) {
  updateRecord(slug, (kept) => {
    kept.answers[question.id] = answer;
    const others = kept.wrong.filter((id) => id !== question.id);
    kept.wrong = right ? others : [...others, question.id];
    const ids = questions.map(({ id }) => id);
    if (!ids.every((id) => Object.hasOwn(kept.answers, id))) return;
    kept.of = ids.length;
    kept.score = questions.filter((each) => each.isRight(kept.answers[each.id])).length;
  });
}

function show() {
  const kept = answers();
  const { seed, wrong, score, of } = record(slug);
  if (quiz.dataset.seed !== String(seed)) {
    questions.forEach((question) => question.order(seed));
    quiz.dataset.seed = seed;
  }
  for (const question of questions) {
    if (!kept.has(question.id)) {
      if (question.answered) question.clear();
    } else if (!question.answered) question.show(kept.get(question.id));
  }
  const total = questions.length;
  const said =
    kept.size === total
      ? fill(say.score, { n: questions.filter((q) => q.isRight(kept.get(q.id))).length, total })
      : kept.size
        ? fill(say.answered, { n: kept.size, total })
        : of
          ? fill(say.last, { n: score, total: of })
          : "";
  if (line.textContent !== said) line.textContent = said;
  again.hidden = kept.size === 0;
  review.hidden = !questions.some(({ id }) => wrong.includes(id));
}

again.addEventListener("click", () => {
  const orders = (seed) => questions.map((question) => question.order(seed)).join(";");
  const before = orders(record(slug).seed);
  let seed;
  do seed = crypto.getRandomValues(new Uint32Array(1))[0];
  while (orders(seed) === before && questions.some(({ labels }) => labels.length > 1));
  updateRecord(slug, (kept) => Object.assign(kept, { seed, answers: {} }));
  // The button is gone now; the first question is where a new try begins.
  quiz.querySelector("input").focus();
});

onChange(show);
show();
