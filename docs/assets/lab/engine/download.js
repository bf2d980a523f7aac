// Files fetched with progress and verified: a damaged or outdated copy is never used.

import { EngineError } from "./errors.js";

/** Name → ArrayBuffer. `listed` is {name: {bytes, sha256}}; `loaded(bytes)` hears of every part. */
export async function fetchAll(folder, listed, loaded) {
  const all = Object.entries(listed).map(async ([name, file]) => {
    const buffer = await fetchFile(new URL(name, folder), file, loaded);
    return [name, buffer];
  });
  return Object.fromEntries(await Promise.all(all));
}

async function fetchFile(address, file, loaded) {
  // The hash is part of the address, so a kept copy is always the right one, for ever.
  address.search = file.sha256.slice(0, 12);
  let error;
  // A copy in the cache may be damaged, or be the answer "404" of a minute ago: the second try is
  // answered by the server.
  for (const cache of ["force-cache", "reload"]) {
    let size = 0;
    const counted = (bytes) => {
      size += bytes;
      loaded(bytes);
    };
    try {
      const blob = await received(address, file.bytes, cache, counted);
      return await verified(blob, file.sha256, address);
    } catch (reason) {
      loaded(-size);
      error = reason;
    }
  }
  throw error;
}

/** What the server sends, as long as it is not longer than it should be. */
async function received(address, length, cache, counted) {
  const parts = [];
  let size = 0;
  try {
    const response = await fetch(address, { cache });
    if (!response.ok) throw new Error(String(response.status));
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
      counted(value.length);
      if (size > length) {
        await reader.cancel();
        break;
      }
    }
  } catch ({ message }) {
    throw new EngineError("network", `${address.pathname}: ${message}`);
  }
  if (size !== length) throw new EngineError("damaged", `${address.pathname}: another length`);
  return new Blob(parts);
}

/**
 * The bytes, if they have this hash. The browser computes it, also on an origin without HTTPS, where
 * `crypto.subtle` is missing. Asked for while the file itself is fetched, it would keep the bytes
 * back until the last one has come, with no progress and no end to a file that has none.
 */
async function verified(blob, sha256, address) {
  const bytes = sha256.match(/../g).map((pair) => Number.parseInt(pair, 16));
  const integrity = `sha256-${btoa(String.fromCharCode(...bytes))}`;
  const local = URL.createObjectURL(blob);
  try {
    const response = await fetch(local, { integrity });
    return await response.arrayBuffer();
  } catch {
    throw new EngineError("damaged", `${address.pathname}: another hash`);
  } finally {
    URL.revokeObjectURL(local);
  }
}
