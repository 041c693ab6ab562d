// What is wrong with a drawing at first sight, before the appliance has been asked.
import { area, crossings, inPicture, isConvex, middle } from "../geometry.js";
import { t } from "../strings.js";
import { pathOf, pixelAt, pixels, placeOf } from "./draft.js";

/** Faults of a draft: `[{path, reason, at}]`, `at` in pixels. */
export function localFaults(draft) {
  const faults = [];
  const size = draft.picture_size;
  const add = (place, reason, at) => faults.push({ path: pathOf(place), reason, at });
  const lists = [
    { list: "outline", name: t.editor.outline, polygon: true },
    ...draft.masks.map((mask, index) => ({ list: "mask", mask: index, name: t.editor.maskNames[mask.kind],
      polygon: true })),
    { list: "points", name: t.editor.point },
    // The bay's corners may lie outside: a camera need not see all of the bay.
  ];
  for (const { name, polygon, ...list } of lists) {
    const vertices = pixels(draft, list);
    vertices.forEach((at, index) => {
      if (!inPicture(at, size)) add({ ...list, index }, t.faults.outside(at, size), at);
    });
    if (!polygon || !vertices.length) continue;
    if (vertices.length < 3) add({ ...list, index: vertices.length - 1 }, t.faults.tooFew(name, vertices.length),
      vertices.at(-1));
    const crossed = crossings(vertices);
    for (const { first, second, at } of crossed) {
      add({ ...list, index: first }, t.faults.crossing(first + 1, second + 1, vertices.length), at);
    }
    // The halves of a crossed polygon cancel each other: that is one fault, told already.
    if (!crossed.length && vertices.length >= 3 && Math.abs(area(vertices)) < 100) add({ ...list, index: 0 },
      t.faults.tiny(name), middle(vertices));
  }
  if (draft.corners.length === 4 && !isConvex(draft.corners)) {
    const [crossing] = crossings(draft.corners);
    add({ list: "corners", index: null }, t.faults.twisted, crossing?.at ?? middle(draft.corners));
  }
  return faults;
}

/** All faults in one list, each with its spot in the picture if it has one; what both sides say of one place is said once. */
export function allFaults(draft, check) {
  const local = localFaults(draft);
  const seen = new Set(local.map((fault) => fault.path));
  const told = (check?.problems ?? []).filter((problem) => !seen.has(problem.path) && !covered(problem.path, local));
  return [...local, ...told.map((problem) => ({ ...problem, at: spot(draft, problem.path) }))];
}

/** Whether a fault of a whole polygon is already told at one of its edges. */
function covered(path, local) {
  return /outline$/.test(path) && local.some((fault) => fault.path.startsWith(`${path}[`));
}

/** Where in the picture a path is. */
function spot(draft, path) {
  const place = placeOf(path);
  if (!place) return null;
  const vertices = pixels(draft, place);
  return pixelAt(draft, place) ?? (vertices.length ? middle(vertices) : null);
}
