// A bay as its planogram draws it, and its slots in the camera's picture: two drawings of the same slots.
import { pointsText, svg } from "../dom.js";
import { group, letter, patterns, stateName } from "../parts/state.js";
import { t } from "../strings.js";

/** A drawing whose slots can be chosen by pointer and arrow keys. */
export class SlotDrawing {
  #shapes = new Map();

  /** `names`: whether each slot has its product's name in it. */
  constructor({ label, viewBox, choose, names = false }) {
    this.names = names;
    this.choose = choose;
    this.prefix = `slots-${SlotDrawing.#count += 1}`;
    this.slots = svg("g", { role: "group", "aria-label": label });
    this.under = svg("g", {});
    this.defs = svg("defs", {});
    this.node = svg("svg", { class: "slots", viewBox }, this.defs, this.under, this.slots);
    this.slots.addEventListener("keydown", (event) => this.#key(event));
  }

  static #count = 0;

  /** Draws `slots`, each with its `outline` in the drawing's units; `unit` is the size of a letter. */
  draw(slots, unit, chosen) {
    this.defs.replaceChildren(...patterns(this.prefix, unit * 0.7));
    const kept = new Set();
    const first = chosen ?? slots[0]?.position;
    for (const slot of slots) {
      kept.add(slot.position);
      let shape = this.#shapes.get(slot.position);
      if (!shape) {
        shape = svg("g", { role: "button", "data-position": slot.position });
        shape.addEventListener("click", () => this.choose(slot.position));
        this.#shapes.set(slot.position, shape);
        this.slots.append(shape);
      }
      this.#fill(shape, slot, unit, slot.position === chosen);
      shape.setAttribute("tabindex", slot.position === first ? 0 : -1);
    }
    for (const [position, shape] of this.#shapes) {
      if (kept.has(position)) continue;
      shape.remove();
      this.#shapes.delete(position);
    }
    this.current = slots;
  }

  #fill(shape, slot, unit, chosen) {
    const kind = group(slot.state);
    const points = pointsText(slot.outline);
    const [x, y] = slot.outline.reduce(([a, b], [c, d]) => [a + c / 4, b + d / 4], [0, 0]);
    const width = Math.max(...slot.outline.map((p) => p[0])) - Math.min(...slot.outline.map((p) => p[0]));
    const height = Math.max(...slot.outline.map((p) => p[1])) - Math.min(...slot.outline.map((p) => p[1]));
    const size = Math.min(unit, width * 0.8, height * 0.7);
    // The name goes over the letter if there is room for both, else the letter stands alone.
    const room = height - (kind === "ok" ? 0 : size);
    const named = this.names ? words(slot, width, room, unit * 0.38) : [];
    shape.setAttribute("class", `slot ${kind}${slot.is_open ? " told" : ""}${chosen ? " chosen" : ""}`);
    shape.setAttribute("aria-label", t.shelf.slotLabel(slot, stateName(slot.state)));
    const title = svg("title", {}, t.shelf.slotLabel(slot, stateName(slot.state)));
    shape.replaceChildren(title, svg("polygon", { points }),
      ...(kind === "ok" ? [] : [svg("polygon", { points, class: "hatch", fill: `url(#${this.prefix}-${kind})` })]),
      ...named, svg("text", { x, y: named.length ? y + height / 2 - size * 0.55 : y, "font-size": size, class: "letter",
        "aria-hidden": "true" }, letter(slot.state)));
  }

  focus(position) {
    this.#shapes.get(position)?.focus();
  }

  #key(event) {
    const position = event.target.closest("[data-position]")?.dataset.position;
    const from = this.current?.find((slot) => slot.position === position);
    if (!from) return;
    if (event.key === "Enter" || event.key === " ") this.choose(position);
    else {
      const next = neighbour(this.current, from, event.key);
      if (!next) return;
      for (const [name, shape] of this.#shapes) shape.setAttribute("tabindex", name === next.position ? 0 : -1);
      this.focus(next.position);
    }
    event.preventDefault();
  }
}

/** The product's name in the upper part of its slot, as much as there is room for. */
function words(slot, width, height, size) {
  const left = Math.min(...slot.outline.map((p) => p[0])) + size * 0.3;
  const top = Math.min(...slot.outline.map((p) => p[1]));
  return lines(slot.expected.name, Math.floor((width - size * 0.6) / (size * 0.56)),
    Math.floor(height / (size * 1.25))).map((line, index) =>
    svg("text", { x: left, y: top + size * 1.15 * (index + 1), "font-size": size, class: "words", "aria-hidden": "true" },
      line));
}

/** A text in lines of at most `room` letters; what does not fit is left out. */
export function lines(text, room, most) {
  if (room < 3) return [];
  const done = [];
  for (const word of text.split(" ")) {
    const last = done.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) done[done.length - 1] = `${last} ${word}`;
    else done.push(word.length > room ? `${word.slice(0, room - 1)}…` : word);
  }
  return done.slice(0, most);
}

/** The slot that an arrow key leads to, by where slots stand on the bay. */
export function neighbour(slots, from, key) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const step = steps[key];
  if (!step) return null;
  const middle = (slot) => [slot.x_mm + slot.width_mm / 2, slot.y_mm + slot.height_mm / 2];
  const [x, y] = middle(from);
  let best = null;
  for (const slot of slots) {
    const [dx, dy] = [middle(slot)[0] - x, middle(slot)[1] - y];
    const along = dx * step[0] + dy * step[1];
    const across = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (slot === from || along <= 1 || (step[0] !== 0 && slot.shelf !== from.shelf)) continue;
    const cost = along + across * 3;
    if (!best || cost < best.cost) best = { slot, cost };
  }
  return best?.slot ?? null;
}
