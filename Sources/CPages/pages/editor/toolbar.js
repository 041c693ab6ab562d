// The buttons over the picture.
import { el } from "../dom.js";
import { t } from "../strings.js";
import { tools } from "./model.js";

function button(label, text, click) {
  return el("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: click }, text);
}

/** Tools, zoom, undo; `update` follows the model. */
export function toolbar(model, stage) {
  const choices = tools.map((tool) => el("button", { type: "button", class: "tool wide", "data-tool": tool,
    onclick: () => model.use(tool) },
    t.editor.tools[tool]));
  const undo = button(t.editor.undo, "↶", () => model.undo());
  const redo = button(t.editor.redo, "↷", () => model.redo());
  const node = el("div", { class: "toolbar", role: "toolbar", "aria-label": t.editor.toolbar },
    el("div", { class: "group" }, choices),
    el("div", { class: "group" }, undo, redo,
      button(t.editor.zoomIn, "+", () => stage.zoom(1.5)), button(t.editor.zoomOut, "−", () => stage.zoom(1 / 1.5)),
      button(t.editor.fit, "⤢", () => stage.fit())));
  const update = () => {
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset.tool === model.tool));
    undo.disabled = !model.canUndo;
    redo.disabled = !model.canRedo;
  };
  update();
  return { node, update };
}

/** One line that says what to do next. */
export function hintOf(model) {
  const { draft, tool, drawing } = model;
  if (!draft.planogram) return t.editor.hints.planogram;
  if (drawing) return t.editor.hints.drawing;
  if (tool === "corners") return draft.corners.length < 4 ? t.editor.hints.corner(t.editor.corners[draft.corners.length])
    : t.editor.hints.corners;
  if (tool === "points") return t.editor.hints.points(draft.points.length);
  if (tool === "outline") return draft.outline.length ? t.editor.hints.outline : t.editor.hints.noOutline;
  return draft.masks.length ? t.editor.hints.masks : t.editor.hints.noMasks;
}
