// The picture under the drawing: zoom to single pixels, pan, pinch, keys.
import { el, svg } from "../dom.js";
import { t } from "../strings.js";

const largest = 40;

/** A picture with layers over it: `world` in pixels of the picture, `screen` in those of the page. */
export class Stage {
  scale = 1;
  x = 0;
  y = 0;
  size = { width: 1, height: 1 };
  #pointers = new Map();
  #moved = false;
  #fitted = true;

  /** `onTap` gets the pixel that was tapped; `onView` runs whenever zoom or place have changed. */
  constructor({ onTap, onView, onKey, signal }) {
    this.onTap = onTap;
    this.onView = onView;
    this.onKey = onKey;
    this.image = svg("image", { preserveAspectRatio: "none" });
    this.overlay = svg("g", { id: "stage-overlay" });
    this.world = svg("g", {}, this.image, this.overlay);
    this.screen = svg("g", {});
    this.cross = svg("path", { class: "cross", d: "" });
    this.svg = svg("svg", { class: "stage", tabindex: 0, role: "application", "aria-label": t.editor.stage },
      this.world, this.screen, this.cross);
    this.callouts = el("div", { class: "callouts", "aria-hidden": "true" });
    this.node = el("div", { class: "stage-box" }, this.svg, this.callouts);
    this.#listen(signal);
    new ResizeObserver(() => (this.#fitted ? this.fit() : this.#apply())).observe(this.svg);
  }

  get box() { return this.svg.getBoundingClientRect(); }
  get middle() { return this.toPicture([this.box.width / 2, this.box.height / 2]); }
  toScreen([x, y]) { return [x * this.scale + this.x, y * this.scale + this.y]; }
  toPicture([x, y]) { return [(x - this.x) / this.scale, (y - this.y) / this.scale]; }

  /** The pixel under a pointer. */
  under(event) {
    const box = this.box;
    return this.toPicture([event.clientX - box.left, event.clientY - box.top]);
  }

  setPicture(url, size) {
    const fresh = size.width !== this.size.width || size.height !== this.size.height;
    this.size = size;
    for (const [name, value] of Object.entries({ href: url, width: size.width, height: size.height })) {
      if (value !== null) this.image.setAttribute(name, value);
    }
    if (fresh) this.fit();
  }

  fit() {
    const { width, height } = this.box;
    if (!width || !height) return;
    this.scale = Math.min(width / this.size.width, height / this.size.height) * 0.96;
    this.x = (width - this.size.width * this.scale) / 2;
    this.y = (height - this.size.height * this.scale) / 2;
    this.#fitted = true;
    this.#apply();
  }

  zoom(factor, at = [this.box.width / 2, this.box.height / 2]) {
    const smallest = Math.min(0.05, 100 / this.size.width);
    const next = Math.min(largest, Math.max(smallest, this.scale * factor));
    this.x = at[0] - (at[0] - this.x) * (next / this.scale);
    this.y = at[1] - (at[1] - this.y) * (next / this.scale);
    this.scale = next;
    this.#fitted = false;
    this.#apply();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#fitted = false;
    this.#apply();
  }

  /** Brings a pixel to the middle, near enough to see it. */
  look([x, y], scale = 2) {
    const { width, height } = this.box;
    this.scale = Math.max(this.scale, scale);
    this.x = width / 2 - x * this.scale;
    this.y = height / 2 - y * this.scale;
    this.#fitted = false;
    this.#apply();
  }

  #apply() {
    this.world.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.scale})`);
    this.image.classList.toggle("pixels", this.scale > 3);
    const { width, height } = this.box;
    this.cross.setAttribute("d", `M${width / 2 - 14} ${height / 2}h28M${width / 2} ${height / 2 - 14}v28`);
    this.onView?.();
  }

  #listen(signal) {
    const node = this.svg;
    const options = { signal };
    node.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.box;
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)),
        [event.clientX - box.left, event.clientY - box.top]);
    }, { signal, passive: false });
    node.addEventListener("pointerdown", (event) => this.#down(event), options);
    node.addEventListener("pointermove", (event) => this.#move(event), options);
    node.addEventListener("pointerup", (event) => this.#up(event), options);
    node.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId), options);
    node.addEventListener("keydown", (event) => this.#key(event), options);
  }

  #down(event) {
    if (event.button > 1) return;
    hold(this.svg, event);
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#pointers.size === 1) this.#moved = false;
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const far = Math.hypot(now.x - before.x, now.y - before.y);
    // A finger or a hand trembles: that is no drag.
    if (!this.#moved && this.#pointers.size === 1 && far < (event.pointerType === "mouse" ? 3 : 8)) return;
    this.#moved = true;
    if (this.#pointers.size === 1) this.pan(now.x - before.x, now.y - before.y);
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, before, now);
    this.#pointers.set(event.pointerId, now);
  }

  #pinch(moving, before, now) {
    const [still] = [...this.#pointers].filter(([id]) => id !== moving).map(([, place]) => place);
    const box = this.box;
    const was = Math.hypot(before.x - still.x, before.y - still.y);
    const is = Math.hypot(now.x - still.x, now.y - still.y);
    if (was > 1) this.zoom(is / was, [(before.x + still.x) / 2 - box.left, (before.y + still.y) / 2 - box.top]);
    this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  #up(event) {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (!this.#moved && this.#pointers.size === 0) this.onTap?.(this.under(event), event);
    if (this.#pointers.size === 0) this.#moved = false;
  }

  #key(event) {
    if (this.onKey?.(event)) return event.preventDefault();
    const step = event.shiftKey ? 10 : 40;
    const arrows = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (arrows[event.key] && event.target === this.svg) this.pan(...arrows[event.key]);
    else return undefined;
    return event.preventDefault();
  }
}

/** A drag goes on outside the node; a pointer that is gone already can't be held. */
function hold(node, event) {
  try {
    node.setPointerCapture(event.pointerId);
  } catch {
    // The pointer was lifted between its event and now.
  }
}
