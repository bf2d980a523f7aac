// What the reader did, kept in this browser and nowhere else: one key for all pages and languages.
//
// Every change reads the key again first, so that two tabs never undo each other. What cannot be
// read is put aside under a key of its own and reported; what cannot be written is kept in memory
// for as long as the page is open, and reported.

import { empty, follow, merge, parse, untouched } from "./state.js";
import { words } from "../i18n.js";

/** The root of the site, so that two glossaries of one host keep to themselves. */
export const ROOT = new URL("../../../../", import.meta.url);
export const KEY = `glossary:${ROOT.pathname}`;
const ASIDE = `${KEY}:aside:`;

const listeners = new Set();
const witnesses = new Set();
const faults = new Set();
let storage = open();
let unsaved = false;
let trouble = "forbidden"; // why there is no storage
let state = load();

/** The present state; to change it, use `update`. */
export const get = () => state;

export const isLearned = (slug) => Object.hasOwn(state.learned, slug);

/** The quiz record of a term, to read. */
export const record = (slug) =>
  Object.hasOwn(state.quiz, slug) ? state.quiz[slug] : untouched(slug);

/** A switch of the settings page, such as `previews`, with what it is when nobody has touched it. */
export const isOn = (name, normally = true) =>
  Object.hasOwn(state.switches, name) ? state.switches[name] : normally;

/** Changes the state with `change(state)` and saves it. */
export function update(change) {
  const next = structuredClone(storage && !unsaved ? load() : state);
  change(next);
  state = next;
  save();
  tell();
}

/** Changes the quiz record of a term with `change(record)`. */
export function updateRecord(slug, change) {
  update((next) => {
    if (!Object.hasOwn(next.quiz, slug)) next.quiz[slug] = untouched(slug);
    change(next.quiz[slug]);
  });
}

/** Calls `listener` after every change, in this tab or another. */
export const onChange = (listener) => listeners.add(listener);

/** Calls `witness(fault)` for every fault, past and to come: corrupt, newer, full, forbidden. */
export function onFault(witness) {
  witnesses.add(witness);
  faults.forEach((fault) => witness(fault));
}

/** The whole state as the text of a file. */
export const exported = () => `${JSON.stringify(state, null, 1)}\n`;

/** Takes the text of an exported file in; returns the fault, and then nothing has changed. */
export function take(text, replace) {
  const { state: theirs, fault } = parse(text);
  follow(theirs, words.renamed ?? {});
  if (!fault) update((next) => Object.assign(next, replace ? theirs : merge(next, theirs)));
  return fault;
}

/** Forgets everything, what was put aside included. */
export function erase() {
  try {
    asides().forEach(({ key }) => storage.removeItem(key));
    storage?.removeItem(KEY);
  } catch {
    report("forbidden");
  }
  unsaved = false;
  state = empty();
  tell();
}

/** What could not be read and was put aside: [{key, text, fault, seen}]. */
export function asides() {
  const keys = storage ? Object.keys(storage).filter((key) => key.startsWith(ASIDE)) : [];
  return keys.sort().map((key) => {
    try {
      return { key, ...JSON.parse(storage.getItem(key)) };
    } catch {
      return { key, text: storage.getItem(key), fault: "corrupt", seen: true };
    }
  });
}

/** Deletes something that was put aside. */
export function dropAside(key) {
  storage?.removeItem(key);
  tell();
}

/** Remembers that the reader has seen the message about what was put aside. */
export function dismiss() {
  faults.clear();
  for (const { key, text, fault, seen } of asides()) {
    if (!seen) write(key, JSON.stringify({ text, fault, seen: true }));
  }
}

function open() {
  try {
    window.localStorage.getItem(KEY); // throws where the browser forbids it
    return window.localStorage;
  } catch {
    return null;
  }
}

function load() {
  const text = storage?.getItem(KEY) ?? null;
  if (text === null) return empty();
  const { state: found, fault, old } = parse(text);
  if (fault) {
    const key = `${ASIDE}${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    if (!write(key, JSON.stringify({ text, fault, seen: false }))) {
      storage = null; // no room to put it aside, so it stays where it is and we stay away
      trouble = "full";
      report("full");
      return found;
    }
    report(fault);
  }
  const moved = follow(found, words.renamed ?? {});
  if (fault || old || moved) write(KEY, JSON.stringify(found));
  return found;
}

function save() {
  unsaved = !write(KEY, JSON.stringify(state));
  if (unsaved) report(storage ? "full" : trouble);
}

function write(key, text) {
  try {
    storage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function report(fault) {
  faults.add(fault);
  witnesses.forEach((witness) => witness(fault));
}

function tell() {
  listeners.forEach((listener) => listener(state));
}

function refresh() {
  if (!storage || unsaved) return;
  state = load();
  tell();
}

asides().forEach(({ fault, seen }) => seen || report(fault));
addEventListener("storage", ({ key }) => (key === null || key.startsWith(KEY)) && refresh());
// A page that comes back from the history has missed what happened meanwhile.
addEventListener("pageshow", ({ persisted }) => persisted && refresh());
