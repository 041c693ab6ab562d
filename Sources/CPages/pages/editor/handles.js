// The points that can be taken: corners, known points, vertices. They keep their size at any zoom.
import { replace, set, svg } from "../dom.js";
import { middle } from "../geometry.js";
import { t } from "../strings.js";
import { pathOf, pixels, placeOf } from "./draft.js";
import { Loupe } from "./loupe.js";

/** The lists whose places can be taken with a tool. */
export function lists(model) {
  if (model.tool === "masks") return model.draft.masks.map((_, mask) => ({ list: "mask", mask }));
  return [{ list: model.tool }];
}

export class Handles {
  #nodes = new Map();

  constructor(stage, model) {
    this.stage = stage;
    this.model = model;
    this.loupe = new Loupe(stage);
    this.inserts = svg("g", {});
    this.labels = svg("g", { "aria-hidden": "true" });
    this.layer = svg("g", {});
    stage.screen.append(this.labels, this.inserts, this.layer);
  }

  /** Draws all handles anew; those that stay keep the focus. */
  draw() {
    const kept = new Set();
    for (const list of lists(this.model)) {
      pixels(this.model.draft, list).forEach((pixel, index) => {
        const place = { ...list, index };
        const path = pathOf(place);
        kept.add(path);
        if (!this.#nodes.has(path)) this.#nodes.set(path, this.#make(place));
        this.#place(this.#nodes.get(path), place, pixel);
      });
    }
    for (const [path, node] of this.#nodes) {
      if (kept.has(path)) continue;
      node.remove();
      this.#nodes.delete(path);
    }
    this.#drawInserts();
    this.#drawResiduals();
  }

  focus(place) {
    this.#nodes.get(pathOf(place))?.focus();
  }

  #make(place) {
    const node = svg("g", { class: "handle", tabindex: 0, role: "button" },
      svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "ring", r: 7 }),
      svg("circle", { class: "dot", r: 1.5 }));
    node.dataset.path = pathOf(place);
    node.addEventListener("pointerdown", (event) => this.#take(event, place, node));
    node.addEventListener("focus", () => this.model.select(place));
    node.addEventListener("keydown", (event) => this.#key(event, place));
    this.layer.append(node);
    return node;
  }

  #place(node, place, pixel) {
    const [x, y] = this.stage.toScreen(pixel);
    const path = pathOf(place);
    const chosen = this.model.selection && pathOf(this.model.selection) === path;
    const wrong = this.model.faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
    node.setAttribute("class", `handle ${place.list}${chosen ? " chosen" : ""}${wrong ? " wrong" : ""}`);
    set(node, {
      transform: `translate(${x} ${y})`, "aria-pressed": String(Boolean(chosen)),
      "aria-label": t.editor.handle(place, pixel) + (wrong ? `. ${wrong.reason}` : ""),
    });
  }

  #take(event, place, node) {
    if (event.button > 0) return;
    event.stopPropagation();
    event.preventDefault();
    if (this.model.drawing && place.index === 0 && pixels(this.model.draft,
      place).length >= 3) return void this.model.draw(null);
    node.focus({ preventScroll: true });
    const [x, y] = this.stage.under(event);
    const start = pixels(this.model.draft, place)[place.index];
    const grip = [start[0] - x, start[1] - y];
    const from = { x: event.clientX, y: event.clientY };
    let drags = false;
    this.model.select(place);
    node.setPointerCapture(event.pointerId);
    const move = (next) => {
      if (next.pointerId !== event.pointerId) return;
      // A touch that only selects must not move what it selects.
      if (!drags && Math.hypot(next.clientX - from.x, next.clientY - from.y) < (next.pointerType === "mouse" ? 2
        : 6)) return;
      if (!drags) this.model.beginDrag();
      drags = true;
      const [nextX, nextY] = this.stage.under(next);
      const at = [nextX + grip[0], nextY + grip[1]];
      this.model.drag(place, at);
      if (next.pointerType !== "mouse") this.loupe.show(at);
    };
    const end = (next) => {
      if (next.pointerId !== event.pointerId) return;
      node.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) node.removeEventListener(name, end);
      this.loupe.hide();
      if (drags) this.model.endDrag();
    };
    node.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) node.addEventListener(name, end);
  }

  #key(event, place) {
    const step = event.altKey ? 0.1 : event.shiftKey ? 10 : 1;
    const arrows = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (arrows[event.key]) this.model.nudge(place, arrows[event.key]);
    else if (event.key === "Delete" || event.key === "Backspace") this.#removeFocused();
    else if (event.key === "Insert" || event.key === "i") this.insertAfter(place);
    else if (event.key === "Enter" && this.model.drawing) this.model.draw(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #removeFocused() {
    this.model.removeSelected();
    if (this.model.selection) this.focus(this.model.selection);
    else this.stage.svg.focus();
  }

  /** A new vertex in the middle of the edge that begins at `place`. */
  insertAfter(place) {
    if (place.list === "corners" || place.list === "points") return;
    const vertices = pixels(this.model.draft, place);
    const at = middle([vertices[place.index], vertices[(place.index + 1) % vertices.length]]);
    const next = { ...place, index: place.index + 1 };
    this.model.insert(next, at);
    this.focus(next);
  }

  #drawInserts() {
    const nodes = [];
    if (!this.model.drawing && !this.model.dragging) {
      for (const list of lists(this.model)) {
        if (list.list === "corners" || list.list === "points") continue;
        const vertices = pixels(this.model.draft, list);
        if (vertices.length < 2) continue;
        vertices.forEach((vertex, index) => {
          const next = vertices[(index + 1) % vertices.length];
          const [x, y] = this.stage.toScreen(middle([vertex, next]));
          const long = Math.hypot(next[0] - vertex[0], next[1] - vertex[1]) * this.stage.scale > 60;
          if (!long) return;
          const node = svg("g", { class: "insert", transform: `translate(${x} ${y})`, "aria-hidden": "true" },
            svg("circle", { class: "reach", r: 16 }), svg("circle", { class: "ring", r: 6 }),
            svg("path", { d: "M-3 0h6M0 -3v6" }));
          node.addEventListener("pointerdown", (event) => {
            event.stopPropagation();
            event.preventDefault();
            this.insertAfter({ ...list, index });
          });
          nodes.push(node);
        });
      }
    }
    replace(this.inserts, nodes);
  }

  #drawResiduals() {
    const { model } = this;
    const show = model.tool === "points" && model.checked && model.check.residuals_mm.length === model.draft.points.length;
    replace(this.labels, show ? model.draft.points.map((pair, index) => {
      const [x, y] = this.stage.toScreen(pair.pixel);
      const residual = model.check.residuals_mm[index];
      const kind = residual > model.draft.max_residual_mm ? "residual wrong" : "residual";
      const left = x > this.stage.box.width - 80;
      return svg("text", { class: left ? `${kind} left` : kind, x: left ? x - 12 : x + 12, y: y - 10 },
        t.editor.mm(residual));
    }) : []);
  }
}

/** The place of the handle that has the focus. */
export function focusedPlace() {
  const path = document.activeElement?.dataset?.path;
  return path ? placeOf(path) : null;
}
