// Low-rank changes merged into weights: W + strength · scale · B A, at any strength.
//
// They are a LoRA adapter, or the difference between a tuned model and the base, cut to a low rank.
// A product may have a scale for each component, in `lora_scale`, beside the one for all.

/**
 * The base's tensors, copies of those that are changed, and what sets the strength: 0 is the base, 1
 * what was trained. What `changes` has by its full name (scales of the norms, a head) takes the
 * place of the base's tensor, or goes there by degrees.
 */
export function adapt(base, changes, scale = 1) {
  const tensors = new Map(base);
  const steps = [];
  const change = (name, difference) => {
    const { shape, data: from } = base.get(name);
    const to = new Float32Array(from.length);
    tensors.set(name, { shape, data: to });
    steps.push({ from, to, difference });
  };
  for (const [name, tensor] of changes) {
    if (name.endsWith(".lora_A")) {
      const layer = name.slice(0, -".lora_A".length);
      const up = changes.get(`${layer}.lora_B`);
      const scales = changes.get(`${layer}.lora_scale`)?.data;
      change(`${layer}.weight`, product(up, tensor, scale, scales));
    } else if (!/\.lora_(B|scale)$/.test(name)) {
      if (base.has(name)) {
        const from = base.get(name).data;
        change(name, tensor.data.map((value, i) => value - from[i]));
      } else {
        tensors.set(name, tensor);
      }
    }
  }
  const set = (strength) => {
    for (const { from, to, difference } of steps) {
      for (let i = 0; i < to.length; i++) to[i] = from[i] + strength * difference[i];
    }
  };
  set(1);
  return { tensors, set };
}

function product(up, down, scale, scales) {
  const [rows, rank] = up.shape;
  const columns = down.shape[1];
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    for (let r = 0; r < rank; r++) {
      const by = scale * (scales ? scales[r] : 1) * up.data[row * rank + r];
      const from = r * columns;
      for (let i = 0; i < columns; i++) out[to + i] += by * down.data[from + i];
    }
  }
  return out;
}
