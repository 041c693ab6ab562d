// A zone as it is drawn, and the places in it. All functions give a new draft and leave the old one as it is.
import { homography, project, rectangle } from "../geometry.js";

/** A zone of which nothing is known but its camera. */
export function emptyDraft(camera, size) {
  return {
    id: "", camera, planogram: "", bay: null, picture_size: size, corners: [], points: [], outline: [], masks: [],
    max_residual_mm: 15, follow_share: 0.06, price_tags: "learned",
  };
}

/** A draft as the appliance can be asked about it: one that has no name yet gets one. */
export function asked(draft) {
  return draft.id ? draft : { ...draft, id: "new" };
}

/** The place that a path of the API names: `masks[0].outline[2]` is `{list: "mask", mask: 0, index: 2}`; `null` if it is no place. */
export function placeOf(path) {
  const mask = /^masks\[(\d+)\](?:\.outline(?:\[(\d+)\])?)?/.exec(path);
  if (mask) return { list: "mask", mask: Number(mask[1]), index: mask[2] === undefined ? null : Number(mask[2]) };
  const plain = /^(corners|points|outline)(?:\[(\d+)\])?/.exec(path);
  return plain ? { list: plain[1], index: plain[2] === undefined ? null : Number(plain[2]) } : null;
}

/** The API's path of a place. */
export function pathOf(place) {
  const stem = place.list === "mask" ? `masks[${place.mask}].outline` : place.list;
  return place.index === null ? stem : `${stem}[${place.index}]`;
}

/** The pixels of a list of places. */
export function pixels(draft, place) {
  if (place.list === "points") return draft.points.map((pair) => pair.pixel);
  if (place.list === "mask") return draft.masks[place.mask]?.outline ?? [];
  return draft[place.list];
}

/** The pixel at a place, if it is there. */
export function pixelAt(draft, place) {
  return place.index === null ? undefined : pixels(draft, place)[place.index];
}

function withPixels(draft, place, change) {
  if (place.list === "mask") {
    const masks = draft.masks.map((mask, index) => (index === place.mask ? { ...mask, outline: change(mask.outline) }
      : mask));
    return { ...draft, masks };
  }
  return { ...draft, [place.list]: change(draft[place.list]) };
}

/** A tenth of a pixel is as fine as people draw. */
export function rounded([x, y]) {
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}

/** Moves one place to a pixel. */
export function moved(draft, place, pixel) {
  const at = rounded(pixel);
  return withPixels(draft, place, (list) => list.map((old, index) => {
    if (index !== place.index) return old;
    return place.list === "points" ? { ...old, pixel: at } : at;
  }));
}

/** Puts a new vertex, point or corner in at a place. */
export function inserted(draft, place, pixel, mm = [0, 0]) {
  const at = rounded(pixel);
  return withPixels(draft, place, (list) => list.toSpliced(place.index, 0, place.list === "points" ? { pixel: at, mm }
    : at));
}

/** Takes one place out; a mask that has no vertex left goes as a whole. */
export function removed(draft, place) {
  const next = withPixels(draft, place, (list) => list.toSpliced(place.index, 1));
  if (place.list !== "mask" || next.masks[place.mask].outline.length) return next;
  return { ...next, masks: next.masks.toSpliced(place.mask, 1) };
}

/** From the bay's millimetres to pixels, by the corners or else the points; `null` while there are too few. */
export function laying(draft, plan) {
  if (draft.points.length >= 4) {
    return homography(draft.points.map((pair) => pair.mm), draft.points.map((pair) => pair.pixel));
  }
  if (draft.corners.length !== 4 || !plan) return null;
  return homography(rectangle(0, 0, plan.width_mm, plan.height_mm), draft.corners);
}

/** The other way: from pixels to millimetres. */
export function reading(draft, plan) {
  if (draft.points.length >= 4) {
    return homography(draft.points.map((pair) => pair.pixel), draft.points.map((pair) => pair.mm));
  }
  if (draft.corners.length !== 4 || !plan) return null;
  return homography(draft.corners, rectangle(0, 0, plan.width_mm, plan.height_mm));
}

/** The zone with points in place of its corners, or corners in place of its points; the registration stays what it is. */
export function registeredBy(draft, way, plan) {
  if (way === "points") {
    const mm = plan ? rectangle(0, 0, plan.width_mm, plan.height_mm) : [];
    const points = draft.corners.length === 4 && plan ? draft.corners.map((pixel, index) => ({ pixel, mm: mm[index] }))
      : [];
    return { ...draft, corners: [], points };
  }
  const h = laying(draft, plan);
  const corners = h && plan ? rectangle(0, 0, plan.width_mm, plan.height_mm).map((corner) => project(h, corner)) : [];
  return { ...draft, points: [], corners: corners.includes(null) ? [] : corners.map(rounded) };
}

/** What differs between three versions of a zone: `[{key, mine, theirs, both}]`; `both`: each has changed it, differently. */
export function differences(base, mine, theirs) {
  const keys = Object.keys({ ...mine, ...theirs });
  const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return keys.filter((key) => !same(mine?.[key], theirs?.[key])).map((key) => ({
    key, mine: mine?.[key], theirs: theirs?.[key],
    both: !same(base?.[key], mine?.[key]) && !same(base?.[key], theirs?.[key]),
  }));
}
