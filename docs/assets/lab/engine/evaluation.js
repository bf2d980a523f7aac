// The questions of the recorded run, asked again in the page: the numbers must come out the same.

import { fetchAll } from "./download.js";

/** Measure → share of questions answered right; reports {done, total} and, at the end, all. */
export async function evaluate(session, folder, report, on) {
  const files = await fetchAll(folder, session.list.exam, () => {});
  const exam = JSON.parse(new TextDecoder().decode(Object.values(files)[0]));
  return ask(session, exam, report, on);
}

/** The same with the exam at hand; null where it was stopped. */
export async function ask(session, exam, report, on) {
  const papers = new Map(); // arms that ask the same model the same questions share the answers
  for (const { model, questions } of exam.arms) {
    papers.set(`${model} ${questions}`, { model, questions });
  }
  const lengths = Array.from(papers.values(), ({ questions }) => exam.questions[questions].length);
  const total = lengths.reduce((sum, length) => sum + length);
  let done = 0;
  for (const paper of papers.values()) {
    paper.answers = [];
    for (const question of exam.questions[paper.questions]) {
      paper.answers.push(await ANSWER[exam.kind](session, paper.model, question, done));
      done += 1;
      report({ done, total });
      if (!(await on())) return null;
    }
  }
  const measured = {};
  for (const { measure, model, questions } of exam.arms) {
    const { answers } = papers.get(`${model} ${questions}`);
    measured[measure] =
      exam.kind === "marks"
        ? MARKS[measure](answers, marked(exam.questions[questions]))
        : share(answers);
  }
  return { measured, kind: exam.kind, questions: exam.questions[0].length };
}

const share = (answers) => answers.filter(Boolean).length / answers.length;

const ANSWER = {
  exact: (session, model, [prompt, answer]) => session.exact(model, prompt, answer),
  async pairs(session, _, [prompt, good, bad]) {
    const one = await session.points({ prompt, reply: good });
    const other = await session.points({ prompt, reply: bad });
    return one.points > other.points;
  },
  async marks(session, _, [text]) {
    return (await session.suspicion({ text })).score > 0;
  },
  async replies(session, model, [prompt, thing], seed) {
    const { new: count, polite } = session.list;
    const options = { model, prompt, count, temperature: 1, seed };
    const { text, stopped } = await session.write(options, () => {}, () => true);
    // As `train.sample`: a reply that never ends is none.
    return stopped && polite.some((form) => form.replace("{thing}", thing) === text.trim());
  },
};

// A detector says yes or no, and its measures hold that against the marks.
const marked = (questions) => questions.map(([, mark]) => Boolean(mark));
const caught = (verdicts, marks) => verdicts.filter((yes, n) => yes && marks[n]).length;
const count = (verdicts) => verdicts.filter(Boolean).length;
const MARKS = {
  tuned: (verdicts, marks) => share(verdicts.map((yes, n) => yes === marks[n])),
  precision: (verdicts, marks) => caught(verdicts, marks) / Math.max(1, count(verdicts)),
  recall: (verdicts, marks) => caught(verdicts, marks) / count(marks),
};
