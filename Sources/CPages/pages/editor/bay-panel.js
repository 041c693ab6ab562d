// Which bay the camera sees: chosen, or found by the appliance from the products in view.
import { api, path } from "../api.js";
import { el, replace } from "../dom.js";
import { field, markWrong, menu } from "../parts/fields.js";
import { act, note } from "../parts/notes.js";
import { t } from "../strings.js";

/** The zone's name, planogram and bay, with the button that finds them. */
export function bayPanel(model, planograms, { isNew, signal, taken }) {
  const name = el("input", { value: model.draft.id, readonly: !isNew, spellcheck: "false", autocapitalize: "none",
    maxlength: 64 });
  const planogram = menu([["", t.editor.choose],
    ...planograms.map((card) => [card.id, card.name ? `${card.name} (${card.id})` : card.id])],
    model.draft.planogram);
  const bay = el("select");
  const bayField = field(t.editor.bay, bay);
  const summary = el("p", { class: "hint", role: "status" });
  const find = el("button", { type: "button", class: "primary" }, t.editor.find);
  let planOf = null;

  name.addEventListener("input", () => model.change({ ...model.draft, id: name.value.trim() }, "name"));
  planogram.addEventListener("change", () => {
    const card = planograms.find((one) => one.id === planogram.value);
    model.change({ ...model.draft, planogram: planogram.value, bay: card && card.bays.length > 1 ? card.bays[0].id : null,
      id: nameFor(planogram.value) });
  });
  bay.addEventListener("change", () => model.change({ ...model.draft, bay: bay.value || null }));
  find.addEventListener("click", () => act(find, async () => {
    replace(summary, t.editor.finding);
    try {
      const found = await api.post("/zones/propose", {
        camera: model.draft.camera, zone: isNew ? null : model.draft.id, planogram: model.draft.planogram || null,
      }, { signal });
      const id = model.draft.id || nameFor(found.zone.id || found.zone.planogram);
      const keep = { id, outline: model.draft.outline, masks: model.draft.masks };
      model.change({ ...found.zone, ...keep, outline: keep.outline.length ? keep.outline : found.zone.outline });
      model.use(model.draft.points.length ? "points" : "corners");
      replace(summary, found.summary);
      note(found.summary);
    } catch (error) {
      replace(summary, error.name === "AbortError" ? "" : error.message);
    }
  }));

  /** A name for a new zone that no other has. */
  function nameFor(stem) {
    if (!isNew || model.draft.id || !stem) return model.draft.id;
    let id = stem.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 60);
    for (let count = 2, base = id; taken.includes(id); count += 1) id = `${base}-${count}`;
    return id;
  }

  /** Gets the drawing of the chosen bay, which the overlay is made of. */
  async function loadPlan() {
    const { draft } = model;
    const card = planograms.find((one) => one.id === draft.planogram);
    const wanted = card ? draft.bay ?? card.bays[0]?.id : null;
    const key = wanted ? `${draft.planogram} ${wanted}` : null;
    if (key === planOf) return;
    planOf = key;
    if (!key) return model.takePlan(null);
    try {
      const plan = await api.get(path("planograms", draft.planogram, "bays", wanted), { signal });
      if (planOf === key) model.takePlan(plan);
    } catch (error) {
      if (error.name !== "AbortError") note(error.message, "bad");
    }
    return undefined;
  }

  const fields = { id: name, planogram, bay };
  function update() {
    const { draft } = model;
    if (document.activeElement !== name) name.value = draft.id;
    planogram.value = draft.planogram;
    const card = planograms.find((one) => one.id === draft.planogram);
    const bays = card?.bays ?? [];
    replace(bay, bays.map((one) => el("option", { value: one.id }, t.editor.bayName(one))));
    bay.value = draft.bay ?? bays[0]?.id ?? "";
    bayField.hidden = bays.length < 2;
    loadPlan();
    for (const [key, input] of Object.entries(fields)) {
      markWrong(input, model.faults.find((fault) => fault.path === key)?.reason ?? "");
    }
    if (isNew && taken.includes(draft.id)) markWrong(name, t.editor.taken);
  }
  const node = el("section", { "aria-label": t.editor.bayTitle }, el("h2", {}, t.editor.bayTitle), find,
    el("p", { class: "hint" }, t.editor.findHint), summary,
    field(t.editor.planogram, planogram), bayField, field(t.editor.name, name, isNew ? t.editor.nameHint : null));
  update();
  return { node, update };
}
