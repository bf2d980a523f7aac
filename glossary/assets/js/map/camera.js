// Where the reader stands over the map: pan and zoom by pointer, pinch, wheel and keyboard.
const CLOSEST = 2.2;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Camera {
  constructor(stage, size, changed) {
    Object.assign(this, { stage, size, changed, x: 0, y: 0, k: 1, moved: false });
    this.touches = new Map();
    this.measure();
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, (event) => this.#up(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  // Asked once a change of size, because asking makes the browser lay out the page.
  measure() {
    this.box = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    this.narrow = this.box.width <= 600;
    this.turned = getComputedStyle(this.stage).direction === "rtl";
  }

  // Everything, beside the names of the levels and the buttons.
  whole() {
    const { width, height } = this.box;
    const sides = this.narrow ? [8, 8] : [78, 52];
    const [left, right] = this.turned ? sides.reverse() : sides;
    const room = width - left - right;
    const k = Math.min(room / this.size[0], height / this.size[1], 1.15);
    return { k, x: left + (room - this.size[0] * k) / 2, y: (height - this.size[1] * k) / 2 };
  }

  // On a narrow screen where everything is too small to read: the beginning, at `x`.
  start(x) {
    const whole = this.whole();
    if (whole.k > 0.5 || !this.narrow) return whole;
    return { k: 0.8, x: this.box.width / 2 - x * 0.8, y: 16 };
  }

  // Around a point of the map, near enough to read.
  near(x, y, k = Math.max(this.k, 0.9)) {
    const { width, height } = this.box;
    return { k, x: width / 2 - x * k, y: height / 2 - y * k };
  }

  // Whether a point is in sight, not at the very edge, and large enough to read.
  shows(x, y) {
    const { width, height } = this.box;
    const [sx, sy] = [x * this.k + this.x, y * this.k + this.y];
    return this.k > 0.6 && sx > 90 && sx < width - 90 && sy > 30 && sy < height - 30;
  }

  set(view) {
    const least = Math.min(this.whole().k, 0.9) * 0.7;
    const k = Math.min(Math.max(view.k, least), CLOSEST);
    Object.assign(this, k === view.k ? view : { k });
    this.changed();
  }

  go(view) {
    cancelAnimationFrame(this.flight);
    if (still.matches) return this.set(view);
    const from = { x: this.x, y: this.y, k: this.k };
    const start = performance.now();
    const fly = (now) => {
      const t = Math.min(Math.max((now - start) / 260, 0), 1);
      const s = 1 - (1 - t) ** 3;
      this.set({
        x: from.x + (view.x - from.x) * s,
        y: from.y + (view.y - from.y) * s,
        k: from.k + (view.k - from.k) * s,
      });
      if (t < 1) this.flight = requestAnimationFrame(fly);
    };
    this.flight = requestAnimationFrame(fly);
  }

  zoomed(factor, at = { x: this.box.width / 2, y: this.box.height / 2 }) {
    const k = Math.min(this.k * factor, CLOSEST);
    const ratio = k / this.k;
    return { k, x: at.x - (at.x - this.x) * ratio, y: at.y - (at.y - this.y) * ratio };
  }

  pan(dx, dy) {
    this.set({ k: this.k, x: this.x + dx, y: this.y + dy });
  }

  world(event) {
    const frame = this.stage.getBoundingClientRect();
    return {
      x: (event.clientX - frame.left - this.stage.clientLeft - this.x) / this.k,
      y: (event.clientY - frame.top - this.stage.clientTop - this.y) / this.k,
    };
  }

  #down(event) {
    if (event.button || event.target.closest("button")) return;
    cancelAnimationFrame(this.flight);
    this.touches.set(event.pointerId, event);
    if (this.touches.size === 1) this.moved = false;
    this.from = event;
  }

  #move(event) {
    const before = this.touches.get(event.pointerId);
    if (!before) return;
    if (Math.hypot(event.clientX - this.from.clientX, event.clientY - this.from.clientY) > 4) {
      this.moved = true;
      this.stage.dataset.held = "";
    }
    this.touches.set(event.pointerId, event);
    if (this.touches.size === 1) {
      if (this.moved) this.pan(event.clientX - before.clientX, event.clientY - before.clientY);
      return;
    }
    const other = [...this.touches.values()].find((t) => t.pointerId !== event.pointerId);
    const gap = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY) || 1;
    const frame = this.stage.getBoundingClientRect();
    const middle = {
      x: (event.clientX + other.clientX) / 2 - frame.left,
      y: (event.clientY + other.clientY) / 2 - frame.top,
    };
    this.set(this.zoomed(gap(event) / gap(before), middle));
    this.pan((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
  }

  #up(event) {
    this.touches.delete(event.pointerId);
    if (!this.touches.size) delete this.stage.dataset.held;
  }

  #wheel(event) {
    event.preventDefault();
    const frame = this.stage.getBoundingClientRect();
    const lines = event.deltaMode ? 20 : 1;
    const speed = event.ctrlKey ? 0.01 : 0.0018; // a pinch on a touchpad comes as a small wheel
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    this.set(this.zoomed(Math.exp(-event.deltaY * lines * speed), at));
  }
}
