// The questions of the recorded run, asked again in the page: the numbers must come out the same.

import { fetchAll } from "./files.js";

/** Measure → share of questions answered right; reports {done, total} and, at the end, all. */
export async function sit(bench, folder, say, on) {
  const files = await fetchAll(folder, bench.list.exam, () => {});
  const exam = JSON.parse(new TextDecoder().decode(Object.values(files)[0]));
  return run(bench, exam, say, on);
}

export async function run(bench, exam, say, on) {
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
      paper.answers.push(await ANSWER[exam.kind](bench, paper.model, question, done));
      done += 1;
      say({ done, total });
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
  exact: (bench, model, [prompt, answer]) => bench.exact(model, prompt, answer),
  async pairs(bench, _, [prompt, good, bad]) {
    const one = await bench.points({ prompt, reply: good });
    const other = await bench.points({ prompt, reply: bad });
    return one.points > other.points;
  },
  async marks(bench, _, [text]) {
    return (await bench.suspicion({ text })).score > 0;
  },
  async replies(bench, model, [prompt, thing], seed) {
    const { new: count, polite } = bench.list;
    const how = { model, prompt, count, temperature: 1, seed };
    const { text, stopped } = await bench.write(how, () => {}, () => true);
    // As `train.sample`: a reply that never ends is none.
    return stopped && polite.some((form) => form.replace("{thing}", thing) === text.trim());
  },
};

// A detector says yes or no, and its measures hold that against the marks.
const marked = (questions) => questions.map(([, mark]) => Boolean(mark));
const caught = (said, marks) => said.filter((yes, n) => yes && marks[n]).length;
const count = (said) => said.filter(Boolean).length;
const MARKS = {
  tuned: (said, marks) => share(said.map((yes, n) => yes === marks[n])),
  precision: (said, marks) => caught(said, marks) / Math.max(1, count(said)),
  recall: (said, marks) => caught(said, marks) / count(marks),
};
