// The map as shapes: everything is put into few paths once, so that a frame is few calls.
const FONT = 14;
const KINDS = {
  prerequisite: { dash: [], width: 1.4, shift: 0, colour: "edge" },
  child: { dash: [7, 4], width: 1.4, shift: 14, colour: "child" },
  related: { dash: [0.1, 5], width: 2.2, shift: -14, colour: "related" },
};

export class Scene {
  constructor(data, names) {
    Object.assign(this, data, { names });
    [this.w, this.h] = data.box;
    this.kinds = new Set();
    this.labels = new Map();
    this.level = this.terms.map((_, i) => {
      for (let n = 0; ; n++) if (this.y(i) <= this.bands[2 * n + 1]) return n;
    });
    this.middles = Array.from(
      { length: data.bands.length / 2 },
      (_, n) => (data.bands[2 * n] + data.bands[2 * n + 1]) / 2,
    );
    this.lists = Object.fromEntries(
      Object.entries(data.edges).map(([kind, flat]) => [
        kind,
        Array.from({ length: flat.length / 2 }, (_, n) => this.#edge(kind, n, flat)),
      ]),
    );
    this.up = this.terms.map(() => []);
    this.down = this.terms.map(() => []);
    for (const edge of this.lists.prerequisite) {
      this.up[edge.b].push(edge);
      this.down[edge.a].push(edge);
    }
    this.all = this.#paths(Object.values(this.lists).flat());
    this.boxes = this.#boxes(this.terms.keys());
    this.light(-1);
    this.matched(null);
    this.learn(new Set());
  }

  x = (i) => this.at[2 * i];
  y = (i) => this.at[2 * i + 1];

  at_(point) {
    return this.terms.findIndex(
      (_, i) =>
        Math.abs(this.x(i) - point.x) <= this.w / 2 && Math.abs(this.y(i) - point.y) <= this.h / 2,
    );
  }

  #edge(kind, n, flat) {
    const [a, b] = [flat[2 * n], flat[2 * n + 1]];
    const path = new Path2D();
    const head = new Path2D();
    const half = this.h / 2;
    let [ax, ay, bx, by] = [this.x(a), this.y(a), this.x(b), this.y(b)];
    if (by - ay < this.h + 1) {
      const side = (Math.sign(bx - ax) * this.w) / 4;
      const lift = Math.min(ay, by) - this.h;
      path.moveTo(ax + side, ay - half);
      path.bezierCurveTo(ax + side, lift, bx - side, lift, bx - side, by - half);
      bx -= side;
    } else {
      const lanes = kind === "prerequisite" ? (this.lanes[n] ?? []) : [];
      ax += KINDS[kind].shift;
      bx += KINDS[kind].shift;
      path.moveTo(ax, ay + half);
      for (let i = 0; i < lanes.length; i += 2) {
        const middle = (ay + lanes[i + 1]) / 2;
        path.bezierCurveTo(ax, middle, lanes[i], middle, lanes[i], lanes[i + 1] - half);
        path.lineTo(lanes[i], lanes[i + 1] + half);
        [ax, ay] = [lanes[i], lanes[i + 1]];
      }
      const middle = (ay + by) / 2;
      path.bezierCurveTo(ax, middle, bx, middle, bx, by - half);
    }
    head.moveTo(bx - 4, by - half - 8);
    head.lineTo(bx, by - half - 0.5);
    head.lineTo(bx + 4, by - half - 8);
    return { kind, a, b, path, head };
  }

  #paths(edges) {
    const found = {};
    for (const { kind, path, head } of edges) {
      found[kind] ??= { line: new Path2D(), head: new Path2D() };
      found[kind].line.addPath(path);
      if (kind !== "related") found[kind].head.addPath(head);
    }
    return found;
  }

  #boxes(terms, grow = 0) {
    const path = new Path2D();
    for (const i of terms) {
      const [w, h] = [this.w + 2 * grow, this.h + 2 * grow];
      path.roundRect(this.x(i) - w / 2, this.y(i) - h / 2, w, h, 8 + grow);
    }
    return path;
  }

  // One term, all that comes before it and all that builds on it.
  light(i) {
    this.lit = i;
    if (i < 0) return;
    const gather = (edges, end) => {
      const found = new Set([i]);
      const used = [];
      for (const term of found)
        for (const edge of edges[term]) {
          used.push(edge);
          found.add(edge[end]);
        }
      found.delete(i);
      return { terms: found, edges: used };
    };
    const [before, after] = [gather(this.up, "a"), gather(this.down, "b")];
    const beside = [...this.lists.child, ...this.lists.related].filter(
      (edge) => edge.a === i || edge.b === i,
    );
    const others = new Set(beside.flatMap((e) => [e.a, e.b]).filter((n) => n !== i));
    for (const n of [...before.terms, ...after.terms]) others.delete(n);
    Object.assign(this, { before: before.terms, after: after.terms, others });
    this.shapes = {
      edges: this.#paths([...before.edges, ...after.edges, ...beside]),
      before: this.#boxes(before.terms),
      after: this.#boxes(after.terms),
      others: this.#boxes(others),
      main: this.#boxes([i]),
    };
  }

  matched(terms) {
    this.found = terms;
    this.rings = terms && this.#boxes(terms, 3);
  }

  learn(terms) {
    this.known = terms;
    this.badges = new Path2D();
    this.ticks = new Path2D();
    for (const i of terms) {
      const [x, y] = [this.x(i) + this.w / 2 - 6, this.y(i) - this.h / 2 + 6];
      this.badges.moveTo(x + 8, y);
      this.badges.arc(x, y, 8, 0, 7);
      this.ticks.moveTo(x - 3.5, y + 0.3);
      this.ticks.lineTo(x - 1, y + 3);
      this.ticks.lineTo(x + 3.8, y - 2.8);
    }
  }

  label(i, paper) {
    if (this.labels.has(i)) return this.labels.get(i);
    const room = this.w - 16;
    let lines = [];
    for (const word of this.names[i].split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && paper.measureText(longer).width <= room) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    if (lines.length > 2) lines = [lines[0], `${lines.slice(1).join(" ")}`];
    lines = lines.map((line) => {
      while (line.length > 2 && paper.measureText(line).width > room)
        line = `${line.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
      return line;
    });
    this.labels.set(i, lines);
    return lines;
  }
}

export { FONT, KINDS };
