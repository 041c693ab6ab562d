// What the editor knows: the draft, what is selected, what the appliance says of it. Views are told what has changed.
import { allFaults } from "./faults.js";
import { inserted, moved, pathOf, pixelAt, pixels, removed } from "./draft.js";
import { UndoStack } from "./undo.js";

/** The tools, in the order of the work. */
export const tools = ["corners", "points", "outline", "masks"];

export class Model {
  tool = "corners";
  selection = null;
  /** The polygon to which taps add vertices: a place without an index. */
  drawing = null;
  plan = null;
  check = null;
  dry = null;
  /** Whether `check` is of the draft as it is now. */
  checked = false;
  dragging = false;
  faults = [];
  #undo = new UndoStack();
  #listeners = [];
  #before = null;

  constructor(draft) {
    this.draft = draft;
    this.saved = JSON.stringify(draft);
    if (draft.points.length) this.tool = "points";
    this.faults = allFaults(draft, null);
  }

  on(call) { this.#listeners.push(call); }
  tell(what) { for (const call of this.#listeners) call(what); }

  get unsaved() { return JSON.stringify(this.draft) !== this.saved; }
  get canUndo() { return this.#undo.canUndo; }
  get canRedo() { return this.#undo.canRedo; }

  /** Puts a new draft in place of the present one, as a step that can be taken back. */
  change(draft, key = null) {
    if (JSON.stringify(draft) === JSON.stringify(this.draft)) return;
    this.#undo.push(this.draft, key);
    this.#put(draft);
  }

  /** Starts over from what is saved. */
  restart(draft) {
    this.saved = JSON.stringify(draft);
    this.change(draft);
  }

  undo() { this.#put(this.#undo.undo(this.draft)); }
  redo() { this.#put(this.#undo.redo(this.draft)); }

  #put(draft) {
    this.draft = draft;
    this.checked = false;
    this.dry = null;
    if (this.selection && !pixelAt(draft, this.selection)) this.selection = null;
    if (this.drawing?.list === "mask" && !draft.masks[this.drawing.mask]) this.drawing = null;
    this.faults = allFaults(draft, null);
    this.tell("draft");
  }

  /** A drag moves a place many times and is one step. */
  beginDrag() {
    this.#before = this.draft;
    this.dragging = true;
  }

  drag(place, pixel) {
    this.draft = moved(this.draft, place, pixel);
    this.checked = false;
    this.faults = allFaults(this.draft, null);
    this.tell("drag");
  }

  endDrag() {
    this.dragging = false;
    const now = this.draft;
    this.draft = this.#before ?? now;
    this.#before = null;
    this.change(now);
  }

  /** Moves a place by keys: what follows at once is one step. */
  nudge(place, by) {
    const [x, y] = pixelAt(this.draft, place);
    this.change(moved(this.draft, place, [x + by[0], y + by[1]]), `nudge ${pathOf(place)}`);
  }

  select(place) {
    this.selection = place;
    this.tell("selection");
  }

  use(tool) {
    this.tool = tool;
    this.selection = null;
    this.drawing = null;
    this.tell("tool");
  }

  draw(place) {
    this.drawing = place;
    this.tell("tool");
  }

  /** Puts a place in, and selects it. */
  insert(place, pixel, mm) {
    this.selection = place;
    this.change(inserted(this.draft, place, pixel, mm));
    this.tell("selection");
  }

  /** Takes the selected place out and selects the one before it. */
  removeSelected() {
    const place = this.selection;
    if (!place) return;
    const masks = this.draft.masks.length;
    const next = removed(this.draft, place);
    const left = masks === next.masks.length ? pixels(next, place).length : 0;
    this.selection = left ? { ...place, index: Math.min(place.index, left - 1) } : null;
    this.change(next);
    this.tell("selection");
  }

  takeCheck(check) {
    this.check = check;
    this.checked = true;
    this.faults = allFaults(this.draft, check);
    this.tell("check");
  }

  /** Faults that an answer named beside the last check. */
  takeFaults(fields) {
    this.check = { residuals_mm: [], boards: [], bay_outline: [], slots: [], ...this.check, problems: fields };
    this.faults = allFaults(this.draft, this.check);
    this.tell("check");
  }

  takeDryRun(dry) {
    this.dry = dry;
    this.tell("dry");
  }

  takePlan(plan) {
    this.plan = plan;
    this.tell("plan");
  }
}
