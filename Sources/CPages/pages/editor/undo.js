// Steps that can be taken back, and taken again.

export class UndoStack {
  #past = [];
  #future = [];
  #key = null;
  #at = 0;

  /** Remembers `state` before a change; changes of one `key` that follow within a second are one step. */
  push(state, key = null, now = Date.now()) {
    const goesOn = key !== null && key === this.#key && now - this.#at < 1000;
    this.#key = key;
    this.#at = now;
    this.#future = [];
    if (goesOn) return;
    this.#past.push(state);
    if (this.#past.length > 200) this.#past.shift();
  }

  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }

  /** The state before the last step, in place of `present`. */
  undo(present) {
    if (!this.canUndo) return present;
    this.#future.push(present);
    this.#key = null;
    return this.#past.pop();
  }

  redo(present) {
    if (!this.canRedo) return present;
    this.#past.push(present);
    this.#key = null;
    return this.#future.pop();
  }
}
