// A camera's controls: moved at once, read back, and kept only if somebody says so.
import { api, path } from "../api.js";
import { el, freshId, replace } from "../dom.js";
import { plain } from "../format.js";
import { menu } from "./fields.js";
import { act, note } from "./notes.js";
import { t } from "../strings.js";

/** The controls of a camera as a form. */
export function controls(card, { signal, mayMove, mayKeep }) {
  const moved = {};
  const rows = new Map();
  const waiting = {};
  let timer = 0;
  const status = el("p", { class: "hint", role: "status" });
  const keep = el("button", { type: "button", hidden: true }, t.controls.keep);

  async function send() {
    const values = { ...waiting };
    for (const name of Object.keys(values)) delete waiting[name];
    try {
      const answer = await api.put(path("cameras", card.id, "controls"), { controls: values }, { signal });
      for (const [name, value] of Object.entries(answer.controls)) {
        rows.get(name)?.readBack(value);
        if (name in values) moved[name] = value;
      }
      replace(status, t.controls.live);
      keep.hidden = !mayKeep;
    } catch (error) {
      if (error.name !== "AbortError") replace(status, error.message);
    }
  }

  const move = (name, value) => {
    waiting[name] = value;
    clearTimeout(timer);
    timer = setTimeout(send, 250);
  };
  signal.addEventListener("abort", () => clearTimeout(timer));
  keep.addEventListener("click", () => act(keep, () => save(card.id, moved)));
  const nodes = card.controls.map((control) => {
    const made = row(control, mayMove, (value) => move(control.name, value));
    rows.set(control.name, made);
    return made.node;
  });
  return el("section", { "aria-label": t.controls.title }, el("h2", {}, t.controls.title),
    el("p", { class: "hint" }, t.controls.text), el("div", { class: "controls" }, nodes), status, keep);
}

function row(control, enabled, move) {
  const id = freshId("control");
  const output = el("output", { for: id });
  const known = control.value ?? control.standard;
  const shared = { id, disabled: !enabled };
  let input;
  let put;
  if (control.kind === "boolean") {
    input = el("input", { ...shared, type: "checkbox", onchange: () => move(input.checked ? 1 : 0) });
    put = (value) => { input.checked = value !== 0; };
  } else if (control.kind === "menu") {
    input = menu(control.choices.map((choice) => [String(choice.value), choice.name]), String(known), shared);
    input.addEventListener("change", () => move(Number(input.value)));
    put = (value) => { input.value = String(value); };
  } else {
    input = el("input", { ...shared, type: "range", min: control.minimum, max: control.maximum, step: control.step || 1 });
    input.addEventListener("input", () => {
      replace(output, input.value);
      move(Number(input.value));
    });
    put = (value) => {
      // A slider that is held is not pulled from under the finger.
      if (!input.matches(":active")) input.value = value;
      replace(output, String(value));
    };
  }
  put(known);
  if (control.value === null || control.value === undefined) replace(output, t.controls.unknown);
  const standard = el("button", {
    type: "button", class: "quiet", disabled: !enabled, "aria-label": t.controls.standardOf(plain(control.name)),
    onclick: () => { put(control.standard); move(control.standard); },
  }, t.controls.standard(control.standard));
  return { node: el("div", { class: "control" }, el("label", { for: id }, plain(control.name)), input, output, standard),
    readBack: put };
}

/** Writes moved controls into the settings of the camera. */
async function save(camera, moved) {
  const settings = await api.get("/settings");
  const place = (settings.values.cameras ?? []).findIndex((entry) => entry.id === camera);
  if (place < 0) throw new Error(t.controls.notInSettings);
  const stem = `cameras[${place}].v4l2.controls`;
  const values = Object.fromEntries(Object.entries(moved).map(([name, value]) => [`${stem}.${name}`, value]));
  await api.put("/settings", { values }, { revision: settings.revision });
  note(t.controls.kept);
}
