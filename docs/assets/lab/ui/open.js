// The start of a widget: its styles, its list, the worker and the weights.

import { Client } from "../engine/client.js";
import { EngineError } from "../engine/errors.js";
import { explain, fill, h, number } from "./elements.js";

/** Styles, list, worker, weights: whatever goes wrong becomes a sentence for the reader. */
export async function open({ element, say, recorded, files, labels }, widget) {
  element.classList.add("lab");
  element.setAttribute("role", "group");
  element.setAttribute("aria-labelledby", "try");
  const bar = h("progress", { max: 1, value: 0 });
  const text = h("span");
  const label = h("label", { class: "lab-load" }, text, bar);
  const show = ({ loaded, total }) => {
    bar.value = loaded / total;
    const mega = (bytes) => number(bytes / 1e6);
    text.textContent = fill(say.loaded, { n: mega(loaded), total: mega(total) });
  };
  try {
    await Promise.all(["base", "results", widget].map(style));
    element.append(label);
    const list = await fetchList(files);
    show({ loaded: 0, total: Object.values(list.files).reduce((sum, f) => sum + f.bytes, 0) });
    const client = new Client();
    const { words } = await client.run("load", { folder: files, list }, show);
    label.remove();
    return { element, say, recorded, list, client, files, labels, words: new Set(words) };
  } catch (error) {
    throw Object.assign(error, { reader: explain(say, error) });
  }
}

async function fetchList(address) {
  const response = await fetch(address, { cache: "no-cache" }).catch(() => null);
  if (!response?.ok) throw new EngineError("network", address);
  const list = await response.json().catch(() => null);
  const files = Object.values(list?.files ?? {});
  const complete = files.every((file) => file?.bytes >= 0 && /^[0-9a-f]{64}$/.test(file.sha256));
  if (!files.length || !complete) throw new EngineError("list", address);
  return list;
}

function style(name) {
  const href = new URL(`../css/${name}.css`, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return null;
  return new Promise((resolve) => {
    const link = h("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}
