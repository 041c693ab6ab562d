// The drawing over the picture: bay, boards, slots, outline, masks. In pixels of the picture; lines keep their width.
import { pointsText, replace, svg } from "../dom.js";
import { middle, projectAll, rectangle } from "../geometry.js";
import { group, letter, patterns } from "../parts/state.js";
import { laying } from "./draft.js";

/** Draws the model's zone into `layer`. */
export function drawOverlay(layer, model) {
  const { draft } = model;
  const shapes = lay(model);
  const states = new Map((model.dry?.slots ?? []).map((slot) => [slot.position, slot.state]));
  replace(layer, svg("defs", {}, patterns("stage", Math.max(8, draft.picture_size.width / 120))),
    shapes.slots.map(({ position, outline, visible }) => slot(outline, states.get(position), visible)),
    shapes.boards.map((line) => svg("polyline", { class: "board", points: pointsText(line) })),
    shapes.bay ? svg("polygon", { class: `bay${model.tool === "corners" ? " active" : ""}`,
      points: pointsText(shapes.bay) }) : null,
    polygon(draft.outline, `outline${model.tool === "outline" ? " active" : ""}`, model.drawing?.list === "outline"),
    draft.masks.map((mask, index) => polygon(mask.outline, `mask ${mask.kind}${model.tool === "masks" ? " active" : ""}`,
      model.drawing?.list === "mask" && model.drawing.mask === index)),
    theirs(model.theirs));
}

function slot(outline, state, visible) {
  const points = pointsText(outline);
  const kind = state ? group(state) : "";
  return [
    svg("polygon", { class: `slot ${kind}${visible === 0 ? " hidden" : ""}`, points }),
    kind && kind !== "ok" ? svg("polygon", { class: "hatch", points, fill: `url(#stage-${kind})` }) : null,
    kind ? mark(outline, state) : null,
  ];
}

function mark(outline, state) {
  const [x, y] = middle(outline);
  const width = Math.hypot(outline[1][0] - outline[0][0], outline[1][1] - outline[0][1]);
  const height = Math.hypot(outline[3][0] - outline[0][0], outline[3][1] - outline[0][1]);
  return svg("text", { class: "letter", x, y, "font-size": Math.max(4, Math.min(width * 0.5, height * 0.6)) },
    letter(state));
}

function polygon(points, kind, open) {
  if (!points.length) return null;
  return svg(open ? "polyline" : "polygon", { class: `area ${kind}`, points: pointsText(points) });
}

/** What somebody else has saved meanwhile, while it is compared. */
function theirs(zone) {
  if (!zone) return null;
  const shape = zone.corners.length === 4 ? zone.corners : zone.outline;
  return shape.length ? svg("polygon", { class: "theirs", points: pointsText(shape) }) : null;
}

/** The planogram in the picture: as the appliance has computed it, or while that is not known, by a homography. */
function lay(model) {
  const { check, checked, plan, draft } = model;
  if (checked && check.slots.length) {
    return {
      slots: check.slots.map((one) => ({ position: one.position, outline: one.outline, visible: one.visible_share })),
      boards: check.boards, bay: check.bay_outline.length ? check.bay_outline : null,
    };
  }
  const h = plan ? laying(draft, plan) : null;
  if (!h) return { slots: [], boards: [], bay: draft.corners.length > 1 ? draft.corners : null };
  const slots = plan.shelves.flatMap((board) => board.slots).map((one) => ({
    position: one.position, outline: projectAll(h, rectangle(one.x_mm, one.y_mm, one.width_mm, one.height_mm)),
  }));
  return {
    slots: slots.filter((one) => one.outline),
    boards: plan.shelves.map((board) => projectAll(h,
      [[0, board.surface_mm], [plan.width_mm, board.surface_mm]])).filter(Boolean),
    bay: projectAll(h, rectangle(0, 0, plan.width_mm, plan.height_mm)) ?? draft.corners,
  };
}
