// The selected point in numbers, for those who know them or can't drag.
import { el, freshId, replace } from "../dom.js";
import { t } from "../strings.js";
import { moved, pathOf, pixelAt, pixels } from "./draft.js";

function number(label, value, put) {
  const id = freshId("number");
  const input = el("input", { id, type: "number", step: "0.1", inputmode: "decimal", value });
  input.addEventListener("change", () => Number.isFinite(input.valueAsNumber) && put(input.valueAsNumber));
  return { input, node: el("div", { class: "small field" }, el("label", { for: id }, label), input) };
}

/** Fields of the selection; built anew when another point is selected, else only filled. */
export function selectedPanel(model, handles) {
  const node = el("div", { class: "selected" });
  let shown = null;
  let inputs = {};

  function build(place) {
    const set = (axis) => (value) => {
      const pixel = [...pixelAt(model.draft, place)];
      pixel[axis] = value;
      model.change(moved(model.draft, place, pixel));
    };
    inputs = { x: number(t.editor.x, 0, set(0)), y: number(t.editor.y, 0, set(1)) };
    if (place.list === "points") {
      const setMM = (axis) => (value) => model.change({
        ...model.draft, points: model.draft.points.map((pair, index) => (index === place.index
          ? { ...pair, mm: pair.mm.with(axis, value) } : pair)),
      });
      inputs.right = number(t.editor.mmRight, 0, setMM(0));
      inputs.up = number(t.editor.mmUp, 0, setMM(1));
    }
    const remove = place.list === "corners" && model.draft.corners.length === 4 ? null
      : el("button", { type: "button", onclick: () => model.removeSelected() }, t.editor.remove);
    const insert = place.list === "outline" || place.list === "mask"
      ? el("button", { type: "button", onclick: () => handles.insertAfter(place) }, t.editor.insert) : null;
    replace(node, el("h3", {}, t.editor.placeName(place)),
      el("div", { class: "row" }, Object.values(inputs).map((one) => one.node)),
      el("div", { class: "row" }, insert, remove));
  }

  function update() {
    const place = model.selection;
    const pixel = place ? pixelAt(model.draft, place) : null;
    if (!pixel) {
      shown = null;
      replace(node);
      return;
    }
    const key = `${pathOf(place)} ${pixels(model.draft, place).length}`;
    if (key !== shown) build(place);
    shown = key;
    const values = { x: pixel[0], y: pixel[1] };
    if (place.list === "points") [values.right, values.up] = model.draft.points[place.index].mm;
    for (const [name, value] of Object.entries(values)) {
      if (document.activeElement !== inputs[name].input) inputs[name].input.value = value;
    }
  }
  return { node, update };
}
