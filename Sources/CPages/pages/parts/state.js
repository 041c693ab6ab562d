// How a state looks: a colour, a pattern and a letter, so that no one of them has to be told from another by colour alone.
import { el, svg } from "../dom.js";
import { t } from "../strings.js";

const groups = {
  ok: "ok", not_observed: "unseen", out_of_stock: "missing", front_gap: "few", low_facings: "few", extra_facings: "few",
  foreign_product: "wrong", misplaced: "wrong", wrong_order: "wrong", wrong_orientation: "wrong",
  price_tag_missing: "minor", unverified: "minor", view_changed: "unseen", planogram_outdated: "minor",
};

const letters = {
  not_observed: "·", out_of_stock: "0", front_gap: "G", low_facings: "−", extra_facings: "+", foreign_product: "F",
  misplaced: "M", wrong_order: "O", wrong_orientation: "R", price_tag_missing: "T", unverified: "?",
};

/** All kinds of deviation, in the order in which people are offered them. */
export const kinds = Object.keys(groups).filter((kind) => kind !== "ok" && kind !== "not_observed");

/** The class that colours a state. */
export function group(state) {
  return groups[state] ?? "minor";
}

/** The letter that stands for a state; none for `ok`. */
export function letter(state) {
  return state === "ok" ? "" : letters[state] ?? "!";
}

/** What a state is called. */
export function stateName(state) {
  return t.states[state] ?? state.replaceAll("_", " ");
}

const lines = { missing: "M0 0L8 8M8 0L0 8", few: "M0 8L8 0", wrong: "M0 0L8 8", minor: "M0 4H8",
  unseen: "M2 2h1v1h-1zM6 6h1v1h-1z" };

/** Patterns for `<defs>`; `size` of a tile in the drawing's units. */
export function patterns(prefix, size) {
  return Object.entries(lines).map(([name, d]) =>
    svg("pattern", { id: `${prefix}-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse" },
      svg("path", { d, transform: `scale(${size / 8})`, class: "pattern", fill: "none" })));
}

/** A mark of a state with its name. */
export function badge(state) {
  return el("span", { class: `badge ${group(state)}` }, letter(state) ? el("b", { "aria-hidden": "true" }, letter(state))
    : null,
    stateName(state));
}

/** A mark of a severity. */
export function severity(name) {
  return name ? el("span", { class: `severity ${name}` }, t.severities[name] ?? name) : null;
}

/** What the colours and letters mean, of the states that occur. */
export function legend(states) {
  const known = [...new Set(states)].sort((a, b) => Object.keys(groups).indexOf(a) - Object.keys(groups).indexOf(b));
  return el("ul", { class: "legend", "aria-label": t.shelf.legend }, known.map((state) => el("li", {}, badge(state))));
}
