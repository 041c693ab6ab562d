import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, emptyDraft, inserted, laying, moved, pathOf, placeOf, reading, registeredBy, removed } from "../../Sources/CPages/pages/editor/draft.js";
import { allFaults, localFaults } from "../../Sources/CPages/pages/editor/faults.js";
import { Model } from "../../Sources/CPages/pages/editor/model.js";
import { UndoStack } from "../../Sources/CPages/pages/editor/undo.js";
import { project } from "../../Sources/CPages/pages/geometry.js";

const size = { width: 1000, height: 800 };
const plan = { width_mm: 1330, height_mm: 1800, shelves: [] };
const square = [[100, 700], [900, 700], [900, 100], [100, 100]];
const draft = { ...emptyDraft("aisle-3", size), planogram: "bay-1", corners: square };

test("paths of the API name places, and places their paths", () => {
  for (const path of ["corners[0]", "points[4]", "outline[2]", "masks[1].outline[3]"]) assert.equal(pathOf(placeOf(path)),
    path);
  assert.deepEqual(placeOf("points[4].pixel"), { list: "points", index: 4 });
  assert.deepEqual(placeOf("outline"), { list: "outline", index: null });
  assert.equal(placeOf("bay"), null);
  assert.equal(placeOf(""), null);
});

test("moving, inserting and removing leave the old draft as it was", () => {
  const before = JSON.stringify(draft);
  const place = { list: "outline", index: 0 };
  const one = inserted(draft, place, [10.04, 20.06]);
  assert.deepEqual(one.outline, [[10, 20.1]]);
  assert.deepEqual(moved(one, place, [11, 22]).outline, [[11, 22]]);
  assert.deepEqual(removed(one, place).outline, []);
  assert.equal(JSON.stringify(draft), before);
});

test("a mask goes with its last vertex", () => {
  const masked = { ...draft, masks: [{ kind: "privacy", outline: [[1, 2]] },
    { kind: "ignore", outline: [[3, 4], [5, 6]] }] };
  assert.deepEqual(removed(masked, { list: "mask", mask: 0, index: 0 }).masks.map((mask) => mask.kind), ["ignore"]);
  assert.equal(removed(masked, { list: "mask", mask: 1, index: 0 }).masks.length, 2);
});

test("corners lay the bay into the picture, and pixels read as millimetres", () => {
  const [x, y] = project(laying(draft, plan), [665, 900]);
  assert.ok(Math.abs(x - 500) < 1e-6 && Math.abs(y - 400) < 1e-6);
  const [right, up] = project(reading(draft, plan), [100, 700]);
  assert.ok(Math.abs(right) < 1e-6 && Math.abs(up) < 1e-6);
  assert.equal(laying({ ...draft, corners: square.slice(1) }, plan), null);
});

test("corners become points and points corners without moving anything", () => {
  const points = registeredBy(draft, "points", plan);
  assert.equal(points.corners.length, 0);
  assert.deepEqual(points.points[2], { pixel: [900, 100], mm: [1330, 1800] });
  assert.deepEqual(registeredBy(points, "corners", plan).corners, square);
});

test("a self-crossing outline is told at the crossing, a point outside at the point", () => {
  const faults = localFaults({ ...draft, outline: [[100, 100], [300, 300], [300, 100], [100, 300]] });
  assert.deepEqual(faults.map((fault) => fault.path), ["outline[0]"]);
  assert.deepEqual(faults[0].at, [200, 200]);
  const outside = localFaults({ ...draft, outline: [[-5, 100], [300, 300], [300, 100]] });
  assert.deepEqual(outside.map((fault) => [fault.path, fault.at]), [["outline[0]", [-5, 100]]]);
});

test("corners in the wrong order are told; corners outside the picture are not", () => {
  assert.equal(localFaults({ ...draft, corners: [square[1], square[0], square[2], square[3]] })[0].path, "corners");
  assert.deepEqual(localFaults({ ...draft, corners: [[-50, 900], [1100, 900], [1100, -20], [-50, -20]] }), []);
});

test("masks are judged like outlines, each at its own path", () => {
  const faults = localFaults({ ...draft, masks: [{ kind: "ignore", outline: [[1, 1], [50, 1]] }] });
  assert.deepEqual(faults.map((fault) => fault.path), ["masks[0].outline[1]"]);
});

test("the appliance's faults are placed, and not told twice", () => {
  const outline = [[100, 100], [300, 300], [300, 100], [100, 300]];
  const problems = [
    { path: "outline", reason: "crosses itself" }, { path: "outline[0]", reason: "crosses" },
    { path: "corners[1]", reason: "too far" }, { path: "bay", reason: "no such bay" },
  ];
  const faults = allFaults({ ...draft, outline }, { problems });
  assert.deepEqual(faults.map((fault) => fault.path), ["outline[0]", "corners[1]", "bay"]);
  assert.deepEqual(faults[1].at, [900, 700]);
  assert.equal(faults[2].at, null);
});

test("steps are undone and redone, and a new one ends what could be redone", () => {
  const stack = new UndoStack();
  stack.push("a");
  stack.push("b");
  assert.equal(stack.undo("c"), "b");
  assert.equal(stack.undo("b"), "a");
  assert.equal(stack.canUndo, false);
  assert.equal(stack.redo("a"), "b");
  stack.push("b");
  assert.equal(stack.canRedo, false);
});

test("moves by keys that follow at once are one step", () => {
  const stack = new UndoStack();
  stack.push("a", "nudge", 0);
  stack.push("b", "nudge", 500);
  stack.push("c", "nudge", 2000);
  assert.equal(stack.undo("d"), "c");
  assert.equal(stack.undo("c"), "a");
});

test("a drag is one step of the model", () => {
  const model = new Model(draft);
  model.beginDrag();
  for (const x of [110, 120, 130]) model.drag({ list: "corners", index: 0 }, [x, 700]);
  model.endDrag();
  assert.deepEqual(model.draft.corners[0], [130, 700]);
  assert.equal(model.unsaved, true);
  model.undo();
  assert.deepEqual(model.draft.corners[0], [100, 700]);
  assert.equal(model.unsaved, false);
  model.redo();
  assert.deepEqual(model.draft.corners[0], [130, 700]);
});

test("a change makes the last check and dry run stale", () => {
  const model = new Model(draft);
  model.takeCheck({ problems: [], residuals_mm: [], boards: [], bay_outline: [], slots: [] });
  model.takeDryRun({ slots: [] });
  model.nudge({ list: "corners", index: 0 }, [0.1, 0]);
  assert.equal(model.checked, false);
  assert.equal(model.dry, null);
  assert.deepEqual(model.draft.corners[0], [100.1, 700]);
});

test("differences tell what both have changed", () => {
  const mine = { ...draft, price_tags: "ignored", follow_share: 0 };
  const theirs = { ...draft, price_tags: "required" };
  assert.deepEqual(differences(draft, mine, theirs).map(({ key, both }) => [key, both]),
    [["follow_share", false], ["price_tags", true]]);
});
