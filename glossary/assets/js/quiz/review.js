// What was missed in the quizzes of all terms, to be answered again; what is right leaves the list.

import { Question } from "./question.js";
import { get, onChange, updateRecord } from "../progress/store.js";
import { count, fill, words } from "../i18n.js";

const page = document.querySelector(".g-review");
const { base, ...say } = page.dataset;
const list = page.querySelector(".g-review__list");
const status = page.querySelector(".g-review__status");
const blank = page.querySelector("template").content;
const again = page.querySelector(".g-again");
const shown = new Set();

/** Slug → the questions to review, for the terms that have any. */
const missed = () =>
  Object.entries(get().quiz).flatMap(([slug, { wrong }]) => (wrong.length ? [[slug, wrong]] : []));

/** The quiz of a term; "gone" where the glossary no longer has it, null where it cannot be had. */
async function fetched(slug) {
  try {
    const answer = await fetch(new URL(`${base}${slug}.json`, document.baseURI));
    if (answer.status === 404) return "gone";
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function build(term, data) {
  const element = blank.querySelector(".g-question").cloneNode(true);
  element.dataset.id = data.id;
  element.querySelector(".g-stem").innerHTML = data.html;
  const label = element.querySelector(".g-answer");
  const reason = element.querySelector(".g-answers li");
  data.answers.forEach((answer, at) => {
    const option = label.cloneNode(true);
    const input = option.querySelector("input");
    input.name = `${term.slug}-${data.id}`;
    input.value = at + 1;
    option.querySelector("span").innerHTML = answer.html;
    label.parentElement.append(option);
    const why = reason.cloneNode(true);
    why.dataset.correct = answer.correct ? "yes" : "no";
    why.querySelector("strong").textContent = `${answer.correct ? say.right : say.wrong}:`;
    why.querySelector("span").innerHTML = answer.html;
    why.querySelector(".g-why").innerHTML = answer.why;
    reason.parentElement.append(why);
  });
  label.remove();
  reason.remove();
  // A new order on every visit: the place of the right answer is not worth remembering.
  new Question(element, say, (question, answer, right) => {
    if (right) updateRecord(term.slug, (kept) => drop(kept, [question.id]));
    else show();
  }).order(crypto.getRandomValues(new Uint32Array(1))[0]);
  return element;
}

function drop(kept, ids) {
  kept.wrong = kept.wrong.filter((id) => !ids.includes(id));
}

/** Adds the questions of a term that are not shown yet. */
async function add(slug, wrong) {
  wrong.forEach((id) => shown.add(`${slug} ${id}`));
  const term = await fetched(slug);
  const part = list.querySelector(`[data-slug="${slug}"]`) ?? section(slug);
  if (!term) {
    wrong.forEach((id) => shown.delete(`${slug} ${id}`)); // to be tried again
    part.replaceChildren(fill(say.failed, { name: slug }));
    return;
  }
  const known = term === "gone" ? [] : term.questions.filter(({ id }) => wrong.includes(id));
  const stale = wrong.filter((id) => !known.some((question) => question.id === id));
  // A question that was rewritten since cannot be answered again.
  if (stale.length) updateRecord(slug, (kept) => drop(kept, stale));
  if (!known.length) {
    if (!part.querySelector(".g-question")) part.remove();
    return;
  }
  const link = part.querySelector("a");
  link.href = term.href;
  link.textContent = term.name;
  part.append(...known.map((question) => build(term, question)));
}

function section(slug) {
  const part = blank.querySelector("section").cloneNode(true);
  part.dataset.slug = slug;
  list.append(part);
  return part;
}

async function show() {
  const news = missed()
    .map(([slug, wrong]) => [slug, wrong.filter((id) => !shown.has(`${slug} ${id}`))])
    .filter(([, wrong]) => wrong.length);
  await Promise.all(news.map(([slug, wrong]) => add(slug, wrong)));
  const left = missed().reduce((sum, [, wrong]) => sum + wrong.length, 0);
  const nothing = list.childElementCount ? say.done : say.empty;
  const said = left ? count(words.review_left, left) : nothing;
  if (status.textContent !== said) status.textContent = said;
  again.hidden = !left || !list.querySelector("[data-state]");
}

again.addEventListener("click", async () => {
  list.replaceChildren();
  shown.clear();
  await show();
  list.querySelector("input")?.focus();
});
document.querySelector(".g-unscripted").hidden = true;
page.hidden = false;
onChange(show);
show();
