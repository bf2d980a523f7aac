// The drawing in layers that the browser moves by itself, so that panning a phone draws nothing.
//
// Both pictures reach beyond the stage and slide while the reader pans or zooms; they are drawn anew
// when the hand rests, or when an edge of theirs would come into sight. Lighting up a term draws the
// upper one only: the lower one fades. Bands and names of the levels are elements.
import { base, top } from "./paint.js";

const BEYOND = 0.6; // of the stage on each side; more is more memory
const REST = 140; // ms without a movement
const [SMALLER, LARGER] = [0.55, 1.7]; // a picture scaled further looks poor
const GAP = 22; // pixels between two names of levels
const ABOVE = 10; // pixels from the boxes of a level to the middle of its name

export class Layers {
  constructor(stage, scene, camera, words) {
    Object.assign(this, { stage, scene, camera });
    this.pictures = [...stage.querySelectorAll("canvas")];
    this.papers = this.pictures.map((canvas) => canvas.getContext("2d"));
    this.bands = stage.querySelector(".g-map-bands");
    this.names = scene.middles.map((_, n) => {
      const name = document.createElement("span");
      name.textContent = `${words.level} ${n}`;
      return name;
    });
    stage.querySelector(".g-map-levels").append(...this.names);
    const [from, to] = [(n) => scene.bands[n] - 12, (n) => scene.bands[n + 1] + 12];
    const stops = [];
    for (let n = 0; n < scene.bands.length; n += 4)
      stops.push(`#0000 ${from(n)}px, var(--g-tint) 0 ${to(n)}px, #0000 0`);
    this.bands.style.cssText = `height:${scene.size[1]}px;background:linear-gradient(${stops})`;
    this.resize();
  }

  /** What is to be seen has changed: all of it, or only what is lit, found or learned. */
  stale(all = true) {
    this.old = { base: all || this.old.base, top: true };
  }

  resize() {
    const { width, height } = this.camera.box;
    this.beyond = { x: Math.round(width * BEYOND), y: Math.round(height * BEYOND) };
    this.dots = Math.min(devicePixelRatio, 2);
    for (const canvas of this.pictures) {
      const [w, h] = [width + 2 * this.beyond.x, height + 2 * this.beyond.y];
      [canvas.width, canvas.height] = [w * this.dots, h * this.dots];
      canvas.hidden = false; // until it has its size and place, so that nothing is seen to move
      canvas.style.cssText = `left:${-this.beyond.x}px;top:${-this.beyond.y}px;width:${w}px;height:${h}px`;
    }
    this.stale();
  }

  frame(ink) {
    const { camera, scene } = this;
    if (!this.covers()) this.stale();
    if (this.old.base) this.at = { x: camera.x, y: camera.y, k: camera.k };
    if (this.old.base) base(this.papers[0], scene, this.view(), ink);
    if (this.old.top) top(this.papers[1], scene, this.view(), ink);
    this.old = { base: false, top: false };
    this.pictures[0].style.opacity = scene.lit >= 0 || scene.found ? 0.22 : 1;
    this.slide();
  }

  /** The part of the map that the pictures show, in the map's own measure. */
  view() {
    const { x, y, k } = this.at;
    const { width, height } = this.camera.box;
    const [left, up] = [x + this.beyond.x, y + this.beyond.y];
    return {
      ...{ k, dots: this.dots, x: left, y: up },
      left: -left / k,
      right: (width + 2 * this.beyond.x - left) / k,
      top: -up / k,
      bottom: (height + 2 * this.beyond.y - up) / k,
    };
  }

  covers() {
    if (!this.at) return false;
    const { camera, scene } = this;
    const s = camera.k / this.at.k;
    if (s < SMALLER || s > LARGER) return false;
    const held = this.view();
    const [left, up] = [-camera.x / camera.k, -camera.y / camera.k];
    const right = left + camera.box.width / camera.k;
    const down = up + camera.box.height / camera.k;
    // Beyond the map there is nothing to miss.
    return (
      held.left <= Math.max(left, 0) &&
      held.top <= Math.max(up, 0) &&
      held.right >= Math.min(right, scene.size[0]) &&
      held.bottom >= Math.min(down, scene.size[1])
    );
  }

  slide() {
    const { x, y, k, narrow } = this.camera;
    const s = k / this.at.k;
    const moved = s !== 1 || x !== this.at.x || y !== this.at.y;
    const [dx, dy] = [
      x + this.beyond.x - s * (this.at.x + this.beyond.x),
      y + this.beyond.y - s * (this.at.y + this.beyond.y),
    ];
    for (const canvas of this.pictures)
      canvas.style.transform = moved ? `translate(${dx}px,${dy}px) scale(${s})` : "";
    this.bands.style.transform = `translateY(${y}px) scaleY(${k})`;
    let last = -Infinity;
    this.names.forEach((name, n) => {
      // On a narrow screen there is no room beside the boxes, but above them.
      const { middles, bands } = this.scene;
      const middle = (narrow ? bands[2 * n] * k - ABOVE : middles[n] * k) + y;
      name.hidden = middle - last < GAP;
      if (!name.hidden) last = middle;
      name.style.transform = `translateY(${middle}px)`;
    });
    clearTimeout(this.rest);
    this.stage.toggleAttribute("data-moving", moved);
    if (moved) this.rest = setTimeout(() => (this.stale(), this.camera.changed()), REST);
  }
}
