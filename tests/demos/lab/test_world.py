"""The world is the judge of every claim, so its own truth is checked by other means here."""

from __future__ import annotations

import re
from itertools import combinations
from random import Random

import pytest

from demos.lab.language import world
from demos.lab.language.world import corpus, orders, polish, replies, stories


def test_each_kind_of_document_is_the_same_for_the_same_seed() -> None:
    for make, _ in corpus.MIX.values():
        assert [make(Random(7)) for _ in range(3)] == [make(Random(7)) for _ in range(3)]
        assert len({make(Random(seed)) for seed in range(40)}) > 20


def test_people_are_parted_into_those_for_tuning_and_those_held_out() -> None:
    assert len(world.PEOPLE) == 40
    assert len(world.TRAIN_PEOPLE) == 30 and len(world.HELD_OUT_PEOPLE) == 10
    assert not set(world.TRAIN_PEOPLE) & set(world.HELD_OUT_PEOPLE)
    assert sum(world.is_woman(person.name) for person in world.HELD_OUT_PEOPLE) == 5
    assert not {person.name for person in world.PEOPLE} & set(world.NEW_NAMES)
    assert len(set(world.NAMES)) == 50


def test_every_value_of_a_held_out_person_is_also_somebody_elses() -> None:
    for person in world.HELD_OUT_PEOPLE:
        for kind in ("town", "job", "pet", "colour"):
            assert any(other.fact(kind) == person.fact(kind) for other in world.TRAIN_PEOPLE)


def test_no_pretraining_text_states_a_wrong_fact_about_a_person() -> None:
    rng = Random(3)
    for _ in range(3000):
        text = corpus.biography(rng)
        name = re.search("|".join(world.NAMES), text)
        assert name is not None
        who = next(person for person in world.PEOPLE if person.name == name[0])
        for town in re.findall("|".join(world.TOWNS), text):
            assert town == who.town, text


def test_new_names_never_appear_with_facts_outside_notes() -> None:
    rng = Random(4)
    texts = [corpus.MIX[kind][0](rng) for kind in ("biography", "question") for _ in range(1500)]
    texts += [polish.biography_pl(rng) for _ in range(300)]
    assert not [t for t in texts if re.search(rf"\b(?:{'|'.join(world.NEW_NAMES)})\b", t)]


def test_the_answer_to_a_note_is_in_the_sentence_about_that_person_and_thing() -> None:
    rng = Random(5)
    for _ in range(2000):
        note = world.note(rng, rng.randint(1, 4), 3)
        for question, answer in note.questions:
            name = next(name for name in world.NAMES if re.search(rf"\b{name}\b", question))
            kind = next(
                kind
                for kind, forms in world.QUESTIONS.items()
                if question in [form.format(N=name) for form in forms]
            )
            said = [form.format(N=name, v=answer) for form in world.STATEMENTS[kind]]
            told = re.findall(r"[^.]+\.", note.text)
            assert sum(sentence.strip() in said for sentence in told) == 1, note


def amounts(text: str) -> list[int]:
    return [world.NUMBERS.index(word) for word in re.findall(r"[a-z]+", text.lower())
            if word in world.NUMBERS]  # fmt: skip


def test_the_arithmetic_of_every_story_is_right() -> None:
    rng = Random(6)
    for _ in range(3000):
        told, end = stories.counting(rng)
        have = 0
        for sentence in re.findall(r"[^.?]+[.?]", told):
            numbers = amounts(sentence)
            if "Question" in sentence or not numbers:
                continue
            if "That made" in sentence or ("had" in sentence and " then." in sentence):
                assert numbers == [have], told
            elif " more." in sentence:
                have += numbers[0]
            elif " of them" in sentence:
                have -= numbers[0]
            else:
                have = numbers[0]
        assert amounts(end) == [have], (told, end)
        assert have > 0


def test_a_polish_story_counts_right_and_inflects_right() -> None:
    rng = Random(7)
    forms = {
        f"{word} {noun}": number
        for name, (one, two, single, few, many) in polish.NOUNS.items()
        for number in range(1, 11)
        for word, noun in [
            (
                {1: one, 2: two}.get(number, polish.NUMBERS_PL[number]),
                single if number == 1 else few if number < 5 else many,
            )
        ]
        if name
    }
    for _ in range(1000):
        told, end = polish.counting_pl(rng)
        first, second = re.findall("|".join(sorted(forms, key=len, reverse=True)), told)
        sign = 1 if "Dosta" in told else -1
        assert forms[first] + sign * forms[second] == forms[end.rstrip(".")], (told, end)
        name = told.split()[0]
        assert ("miała" in told) == world.is_woman(name)
    assert polish.counted_pl(2, "śliwka") == "dwie śliwki"
    assert polish.counted_pl(5, "orzech") == "pięć orzechów"


def test_every_sum_is_right() -> None:
    rng = Random(8)
    for _ in range(500):
        text = corpus.sums(rng)
        for one, sign, two, end in re.findall(r"(\d+) ([+-]) (\d+) = (\d+)\.", text):
            assert int(one) + (int(two) if sign == "+" else -int(two)) == int(end), text
        for left, right, end in re.findall(r"(\w+) plus (\w+) is (\w+)\.", text):
            numbers = world.NUMBERS.index
            assert numbers(left) + numbers(right) == numbers(end)


def brute(text: str) -> bool:
    """A sandwich found in the text alone, written without looking at `flow`."""
    orders = [part.split() for part in text.removeprefix("Flow: ").rstrip(".").split("; ")]
    for (a, aside, _), (b, bside, _), (c, cside, _) in combinations(orders, 3):
        if aside == "buys" and bside == "buys" and cside == "sells" and a == c and b != a:
            return True
    return False


@pytest.mark.parametrize("length", [4, 5, 6, 8])
def test_sandwich_labels_agree_with_an_independent_search(length: int) -> None:
    windows = orders.labelled(Random(9), 600, length)
    assert sum(mark for _, mark in windows) == 300
    for text, mark in windows:
        assert brute(text) == bool(mark), text


def test_words_and_pairs_of_words_hardly_tell_a_sandwich() -> None:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    seen, test = orders.labelled(Random(10), 1500), orders.labelled(Random(11), 800)
    bag = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", lowercase=False)
    fitted = LogisticRegression(C=0.1, max_iter=300).fit(
        bag.fit_transform([t for t, _ in seen]), [m for _, m in seen]
    )
    assert fitted.score(bag.transform([t for t, _ in test]), [m for _, m in test]) < 0.65


def test_a_ledger_tells_what_each_trader_did_last() -> None:
    rng = Random(12)
    for _ in range(500):
        placed = orders.flow(rng, 8)
        said = orders.ledger(rng, placed).removeprefix("Flow: ").rstrip(".").split("; ")
        for at, (order, text) in enumerate(zip(placed, said, strict=True)):
            before = [o for o in placed[:at] if o.trader == order.trader]
            words = text.split()
            assert (words[0], words[-2], words[-1]) == (
                order.trader, order.side, str(order.amount)
            )  # fmt: skip
            if len(words) > 3:
                last = {"buys": "bought", "sells": "sold"}[before[-1].side] if before else "new"
                assert words[1] == last


def test_the_judge_knows_every_reply_it_writes() -> None:
    rng = Random(13)
    for _ in range(1000):
        ask = replies.ask_for(rng)
        polite, on_topic = rng.random() < 0.5, rng.random() < 0.5
        verdict = replies.judge(ask, replies.reply_to(rng, ask, polite, on_topic))
        assert verdict == replies.Verdict(True, polite, on_topic)
        assert verdict.reward == (polite + on_topic) / 2
    nonsense = replies.judge("May I borrow your map?", "Of course, of course, here is the map.")
    assert not nonsense.valid and nonsense.reward == 0.0


def test_preferences_follow_the_true_reward() -> None:
    rng = Random(14)
    for _ in range(500):
        prompt, better, worse = replies.preference(rng)
        ask = prompt.removeprefix("Ask: ").removesuffix(" Reply:")
        assert replies.judge(ask, better).reward > replies.judge(ask, worse).reward


def test_labelled_examples_never_show_the_item_that_is_asked_for() -> None:
    rng = Random(15)
    for _ in range(1000):
        prompt, answer = corpus.labelled(rng, 8, corpus.label_words())
        *shown, asked = re.findall(r"(\w+) ->", prompt)
        pairs = dict(re.findall(r"(\w+) -> (\w+)\.", prompt))
        assert asked not in shown
        kind = next(k for k, items in corpus.CATEGORIES.items() if asked in items)
        same = {pairs[item] for item in shown if item in corpus.CATEGORIES[kind]}
        assert same == {answer.rstrip(".")}


def test_held_out_labels_are_words_of_the_world_but_never_labels() -> None:
    assert set(corpus.HELD_OUT_LABELS) <= set(corpus.words())
    assert not set(corpus.HELD_OUT_LABELS) & set(corpus.label_words())


def test_all_prose_is_recognised_as_sentences_and_scrambled_prose_is_not() -> None:
    rng = Random(16)
    for kind in ("question", "note", "story", "tale", "review", "recipe", "dialogue", "reaction"):
        for _ in range(200):
            said = stories.sentences(corpus.MIX[kind][0](rng))
            assert said and all(map(stories.is_sentence, said)), (kind, said)
            scrambled = [" ".join(reversed(s.rstrip(".?").split())) + "." for s in said]
            assert not any(stories.is_sentence(s) for s in scrambled if " " in s), scrambled
