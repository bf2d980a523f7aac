// Files fetched with progress and verified: a damaged or outdated copy is never used.

import { sha256 } from "./sha256.js";

export class Fault extends Error {
  /** `kind` is "network" or "damaged"; the page has words for it. */
  constructor(kind, why) {
    super(why);
    this.kind = kind;
  }
}

/** Name → ArrayBuffer. `listed` is {name: {bytes, sha256}}; `loaded(bytes)` hears of every part. */
export async function fetchAll(folder, listed, loaded) {
  const all = Object.entries(listed).map(async ([name, told]) => {
    const buffer = await verified(new URL(name, folder), told, loaded);
    return [name, buffer];
  });
  return Object.fromEntries(await Promise.all(all));
}

async function verified(address, told, loaded) {
  // The hash is part of the address, so a kept copy is always the right one, for ever.
  address.search = told.sha256.slice(0, 12);
  for (const cache of ["force-cache", "reload"]) {
    const bytes = await fetched(address, told, cache, loaded);
    if (bytes.length === told.bytes && sha256(bytes) === told.sha256) return bytes.buffer;
    loaded(-bytes.length);
  }
  throw new Fault("damaged", address.pathname);
}

async function fetched(address, told, cache, loaded) {
  let response;
  const parts = [];
  let size = 0;
  try {
    response = await fetch(address, { cache });
    if (!response.ok) throw new Error(String(response.status));
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
      loaded(value.length);
    }
  } catch (error) {
    throw new Fault("network", `${address.pathname}: ${error.message}`);
  }
  const bytes = new Uint8Array(size);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  return bytes;
}
