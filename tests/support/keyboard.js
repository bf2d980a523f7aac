// What test_browser_everyone.py runs in the page: `watch` before the Tab key is pressed, `failed` after.

(() => {
  // What can be used and is in sight; of a group of radio buttons the keyboard reaches one.
  const USABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

  function usable() {
    const groups = new Set();
    return [...document.querySelectorAll(USABLE)].filter((e) => {
      if (e.disabled || e.tabIndex < 0 || e.type === "hidden") return false;
      if (!e.checkVisibility({ visibilityProperty: true })) return false;
      const closed = e.closest("details:not([open])");
      if (closed && closed.querySelector("summary") !== e) return false;
      if (e.type !== "radio") return true;
      const known = groups.has(e.name);
      groups.add(e.name);
      return !known;
    });
  }

  function look(element) {
    const s = getComputedStyle(element);
    const parts = [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor];
    return [...parts, s.strokeWidth, s.textDecorationThickness, s.opacity, s.clipPath].join();
  }

  // Where an element is may be shown by its frame, its label or the box it stands for.
  function looks(e) {
    const frame = e.closest("label, form");
    const shown = [e, e.parentElement, frame, e.nextElementSibling, e.querySelector("rect")];
    return shown.filter(Boolean).map(look).join("|");
  }

  const all = usable();
  const before = new Map(all.map((e) => [e, looks(e)]));
  const reached = new Map();
  addEventListener("focusin", ({ target }) => {
    const same = (o) => o === target || (target.type === "radio" && o.name === target.name);
    const element = all.find(same) ?? target;
    if (reached.has(element)) return;
    const box = target.getBoundingClientRect();
    const [w, h] = [innerWidth, innerHeight];
    reached.set(element, {
      seen: box.bottom > 0 && box.top < h && box.right > 0 && box.left < w,
      changed: target !== element || looks(target) !== before.get(target),
    });
  });

  window.usable = all.length;
  window.failed = () => {
    const said = (what) => (e) => `${what}: ${e.outerHTML.slice(0, 200)}`;
    const order = [...reached.keys()].map((e) => all.indexOf(e)).filter((at) => at >= 0);
    return [
      ...all.filter((e) => !reached.has(e)).map(said("not reached")),
      ...all.filter((e) => reached.get(e)?.seen === false).map(said("out of sight")),
      ...all.filter((e) => reached.get(e)?.changed === false).map(said("looks as before")),
      ...order.filter((at, n) => n && at < order[n - 1]).map((at) => said("out of order")(all[at])),
    ];
  };
})();
