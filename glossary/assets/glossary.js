// The quiz answers at once; without this file the answers stand under each question.
"use strict";

document.querySelectorAll(".g-question").forEach((question) => {
  const quiz = question.closest(".g-quiz");
  const answers = question.querySelectorAll(".g-answers li");
  question.addEventListener("change", (event) => {
    const picked = Number(event.target.value) - 1;
    const right = answers[picked].dataset.correct === "yes";
    question.querySelectorAll(".g-answer").forEach((label, number) => {
      if (number === picked) label.dataset.state = right ? "right" : "wrong";
      else delete label.dataset.state;
    });
    const verdict = question.querySelector(".g-verdict-text");
    const word = document.createElement("strong");
    word.textContent = `${right ? quiz.dataset.right : quiz.dataset.wrong}. `;
    const why = answers[picked].querySelector(".g-why").cloneNode(true);
    verdict.replaceChildren(word, ...why.childNodes);
  });
});

// The theme asks every other language for a sitemap beside the page, where there is none. It finds
// the languages by this attribute, and only after this file has run.
document.querySelectorAll("link[rel=alternate][hreflang]").forEach((link) => {
  link.rel = "alternate alternate";
});
