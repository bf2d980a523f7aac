// A low-rank adapter merged into weights: W + strength · scale · B A, at any strength.

/** The base's tensors, copies of those that the adapter changes, and what sets its strength. */
export function adapt(base, adapter, scale) {
  const tensors = new Map(base);
  const changes = [];
  for (const [name, down] of adapter) {
    if (!name.endsWith(".lora_A")) continue;
    const layer = name.slice(0, -7);
    const up = adapter.get(`${layer}.lora_B`);
    const whole = base.get(`${layer}.weight`);
    const data = new Float32Array(whole.data.length);
    tensors.set(`${layer}.weight`, { shape: whole.shape, data });
    changes.push({ from: whole.data, to: data, by: product(up, down, scale) });
  }
  const set = (strength) => {
    for (const { from, to, by } of changes) {
      for (let i = 0; i < to.length; i++) to[i] = from[i] + strength * by[i];
    }
  };
  set(1);
  return { tensors, set };
}

function product(up, down, scale) {
  const [rows, rank] = up.shape;
  const columns = down.shape[1];
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    for (let r = 0; r < rank; r++) {
      const by = scale * up.data[row * rank + r];
      const from = r * columns;
      for (let i = 0; i < columns; i++) out[to + i] += by * down.data[from + i];
    }
  }
  return out;
}
