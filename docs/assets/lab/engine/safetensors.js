// A safetensors file: a header in JSON, then numbers, which become single precision on the way.

let halves;

/** Every number that two bytes can say: 65,536 of them, so a table is quicker than arithmetic. */
function table() {
  if (halves) return halves;
  halves = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const rest = bits & 1023;
    const size =
      exponent === 31
        ? rest
          ? NaN
          : Infinity
        : exponent
          ? 2 ** (exponent - 15) * (1 + rest / 1024)
          : 2 ** -24 * rest;
    halves[bits] = bits & 32768 ? -size : size;
  }
  return halves;
}

/** Name → {shape, data}, `data` a Float32Array of its own. Throws on types but F32, F16, I8. */
export function parse(buffer) {
  const size = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const bytes = buffer.slice(8 + size + data_offsets[0], 8 + size + data_offsets[1]);
    tensors.set(name, { shape, data: numbers(bytes, dtype, name) });
  }
  return tensors;
}

function numbers(bytes, type, name) {
  if (type === "F32") return new Float32Array(bytes);
  if (type === "I8") return Float32Array.from(new Int8Array(bytes));
  if (type !== "F16") throw new TypeError(`${name}: ${type} is not read here`);
  const values = table();
  return Float32Array.from(new Uint16Array(bytes), (bits) => values[bits]);
}
