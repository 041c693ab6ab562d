// What belongs to the chosen tool, beside the picture.
import { el, replace } from "../dom.js";
import { menu } from "../parts/fields.js";
import { t } from "../strings.js";
import { registeredBy } from "./draft.js";

function button(label, click, kind) {
  return el("button", { type: "button", class: kind, onclick: click }, label);
}

/** The chosen tool's buttons; built anew when the tool or the number of its parts has changed. */
export function toolPanel(model, stage) {
  const node = el("div", { class: "stack" });
  let shown = null;
  const builders = { corners: cornersPanel, points: pointsPanel, outline: outlinePanel, masks: masksPanel };
  const update = () => {
    const { draft } = model;
    const key = JSON.stringify([model.tool, model.drawing, draft.corners.length, draft.points.map((pair) => pair.mm),
      draft.outline.length, draft.masks.map((mask) => [mask.kind, mask.outline.length]), Boolean(model.plan),
      model.checked && model.check.residuals_mm]);
    if (key === shown) return;
    shown = key;
    // What has the focus here is built anew: the focus goes to what stands in its place.
    const focused = [...node.querySelectorAll("button, select")].indexOf(document.activeElement);
    replace(node, builders[model.tool](model, stage));
    if (focused >= 0) [...node.querySelectorAll("button, select")][focused]?.focus();
  };
  return { node, update };
}

function cornersPanel(model, stage) {
  const { draft } = model;
  const place = () => {
    const { width, height } = draft.picture_size;
    const [x, y] = [Math.round(width * 0.2), Math.round(height * 0.15)];
    model.change({ ...draft, points: [], corners: [[x, height - y], [width - x, height - y], [width - x, y], [x, y]] });
    stage.fit();
  };
  return [
    draft.points.length ? el("p", { class: "hint" }, t.editor.byPoints) : null,
    el("div", { class: "row" }, draft.corners.length === 4 ? null : button(t.editor.placeCorners, place),
      draft.corners.length ? button(t.editor.clear, () => model.change({ ...draft, corners: [] })) : null,
      draft.points.length >= 4 ? button(t.editor.toCorners, () => model.change(registeredBy(draft, "corners", model.plan)))
        : null),
  ];
}

function pointsPanel(model) {
  const { draft, check, checked } = model;
  const residual = (index) => (checked && check.residuals_mm.length === draft.points.length
    ? t.editor.mm(check.residuals_mm[index]) : "–");
  const list = draft.points.length ? el("table", { class: "compact" }, el("caption", {}, t.editor.pointsCaption),
    el("thead", {}, el("tr", {}, t.editor.pointsHead.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, draft.points.map((pair, index) => el("tr", {},
      el("td", {}, button(String(index + 1), () => model.select({ list: "points", index }), "link")),
      el("td", {}, t.editor.mmPair(pair.mm)), el("td", {}, residual(index)))))) : null;
  return [
    draft.corners.length ? el("p", { class: "hint" }, t.editor.byCorners) : null,
    draft.corners.length === 4 && model.plan
      ? button(t.editor.toPoints, () => model.change(registeredBy(draft, "points", model.plan))) : null,
    list,
  ];
}

function outlinePanel(model) {
  const { draft, drawing } = model;
  if (drawing) return button(t.editor.finish, () => model.draw(null), "primary");
  return el("div", { class: "row" }, button(draft.outline.length ? t.editor.redraw : t.editor.drawOutline, () => {
    model.change({ ...draft, outline: [] });
    model.draw({ list: "outline" });
  }), draft.outline.length ? button(t.editor.noOutline, () => model.change({ ...draft, outline: [] })) : null);
}

function masksPanel(model) {
  const { draft, drawing } = model;
  if (drawing) return button(t.editor.finish, () => model.draw(null), "primary");
  const start = (kind) => {
    const mask = draft.masks.length;
    model.change({ ...draft, masks: [...draft.masks, { kind, outline: [] }] });
    model.draw({ list: "mask", mask });
  };
  const kinds = Object.entries(t.editor.maskNames);
  return [
    el("ul", { class: "plain" }, draft.masks.map((mask, index) => {
      const kind = menu(kinds, mask.kind, { "aria-label": t.editor.maskKind(index + 1) });
      kind.addEventListener("change",
        () => model.change({ ...draft, masks: draft.masks.with(index, { ...mask, kind: kind.value }) }));
      return el("li", { class: "row" }, el("span", {}, t.editor.maskOf(index + 1, mask.outline.length)), kind,
        button(t.editor.removeMask, () => model.change({ ...draft, masks: draft.masks.toSpliced(index, 1) })));
    })),
    el("div", { class: "row" }, button(t.editor.addPrivacy, () => start("privacy")),
      button(t.editor.addIgnore, () => start("ignore"))),
    el("p", { class: "hint" }, t.editor.masksText),
  ];
}
