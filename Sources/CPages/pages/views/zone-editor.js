// The zone editor: the camera's picture with the planogram laid over it.
import { api, path } from "../api.js";
import { el, replace } from "../dom.js";
import { project } from "../geometry.js";
import { bayPanel } from "../editor/bay-panel.js";
import { drawCallouts, faultList } from "../editor/callouts.js";
import { review } from "../editor/conflict.js";
import { asked, emptyDraft, pixels, placeOf, reading } from "../editor/draft.js";
import { dryRunPanel } from "../editor/dry-run.js";
import { Handles, focusedPlace } from "../editor/handles.js";
import { Model } from "../editor/model.js";
import { morePanel } from "../editor/more-panel.js";
import { drawOverlay } from "../editor/overlay.js";
import { selectedPanel } from "../editor/selected.js";
import { Stage } from "../editor/stage.js";
import { toolPanel } from "../editor/tool-panel.js";
import { hintOf, toolbar } from "../editor/toolbar.js";
import { confirm } from "../parts/dialog.js";
import { act, note } from "../parts/notes.js";
import { follow } from "../parts/picture.js";
import { address } from "../router.js";
import { t } from "../strings.js";

export async function show({ params, signal, may }) {
  const [list, planograms, cameras] = await Promise.all(["/zones", "/planograms",
    "/cameras"].map((where) => api.get(where, { signal })));
  const isNew = params.zone === undefined;
  const zone = isNew ? null : list.zones.find((one) => one.id === params.zone);
  if (!isNew && !zone) throw new Error(t.zones.unknown(params.zone));
  const card = cameras.find((one) => one.id === (zone?.camera ?? params.camera));
  if (!card && isNew) throw new Error(t.zones.noCamera(params.camera));
  const model = new Model(zone ?? emptyDraft(card.id, card.picture_size ?? { width: 1920, height: 1080 }));
  const editor = { model, isNew, base: zone, revision: list.revision, signal, taken: list.zones.map((one) => one.id) };

  const stage = new Stage({ signal, onTap: (pixel) => tap(model, handles, pixel), onView: () => paint(),
    onKey: (event) => key(event, model, stage, handles) });
  const handles = new Handles(stage, model);
  const bar = toolbar(model, stage);
  const hint = el("p", { class: "hint-line", role: "status" });
  const faults = el("div", { "aria-live": "polite" });
  const panels = [
    bayPanel(model, planograms, { isNew, signal, taken: editor.taken }),
    toolPanel(model, stage), selectedPanel(model, handles), morePanel(model), dryRunPanel(model, signal),
  ];
  const [bay, tool, selected, more, dry] = panels.map((panel) => panel.node);

  /** Draws what lies over the picture; runs at each step of a drag. */
  function paint() {
    drawOverlay(stage.overlay, model);
    handles.draw();
    drawCallouts(stage, model.faults);
  }

  const go = (fault) => {
    const place = placeOf(fault.path);
    if (place) {
      model.use(place.list === "mask" ? "masks" : place.list);
      if (place.index !== null) model.select(place);
    }
    stage.look(fault.at);
    if (place?.index >= 0) handles.focus(place);
  };
  const check = checker(model, signal);
  let toldLast = null;
  model.on((what) => {
    paint();
    if (what === "drag") return selected && panels[2].update();
    for (const panel of panels) panel.update();
    bar.update();
    replace(hint, hintOf(model));
    const told = JSON.stringify(model.faults);
    // A list that says the same stays, and with it the focus in it.
    if (told !== toldLast) replace(faults, faultList(model.faults, go));
    toldLast = told;
    if (what === "draft" || what === "plan" || what === "tool") check();
    return undefined;
  });
  follow(card?.id ?? model.draft.camera, {
    signal, show: ({ url }) => stage.setPicture(url, model.draft.picture_size),
    fail: (error) => note(error.message, "bad"),
  });
  stage.setPicture(null, model.draft.picture_size);
  document.addEventListener("keydown", (event) => undoKeys(event, model), { signal });
  model.tell("draft");

  const body = el("div", { class: "editor" },
    el("div", { class: "easel" }, bar.node, hint, stage.node),
    el("div", { class: "side" }, bay,
      el("section", { "aria-label": t.editor.shape }, el("h2", {}, t.editor.shape), tool, selected),
      el("section", { "aria-label": t.faults.title }, el("h2", {}, t.faults.title), faults),
      dry, more, saving(editor, may("admin")), el("details", {}, el("summary", {}, t.editor.keysTitle),
        el("ul", {}, t.editor.keys.map((line) => el("li", {}, line))))));
  return { title: isNew ? t.zones.newTitle(model.draft.camera) : t.zones.editTitle(zone.id), body,
    unsaved: () => model.unsaved };
}

/** A tap puts the next point there, if the tool wants one. */
function tap(model, handles, pixel) {
  const { draft, drawing, tool } = model;
  if (drawing) {
    const index = pixels(draft, drawing).length;
    model.insert({ ...drawing, index }, pixel);
  } else if (tool === "corners" && draft.corners.length < 4 && !draft.points.length) {
    model.insert({ list: "corners", index: draft.corners.length }, pixel);
  } else if (tool === "points") {
    const h = reading(draft, model.plan);
    const guess = h ? project(h, pixel) : null;
    const base = draft.corners.length ? { ...draft, corners: [] } : draft;
    if (base !== draft) return;
    model.insert({ list: "points", index: draft.points.length }, pixel, guess ? guess.map(Math.round) : [0, 0]);
  } else {
    model.select(null);
  }
}

/** Keys of the picture itself: Enter puts a point at the cross in the middle, Escape ends drawing. */
function key(event, model, stage, handles) {
  if (event.key === "Escape" && model.drawing) {
    model.draw(null);
    return true;
  }
  if (event.target !== stage.svg || event.key !== "Enter") return false;
  if (model.drawing && event.ctrlKey) model.draw(null);
  else tap(model, handles, stage.middle);
  return true;
}

function undoKeys(event, model) {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
  const name = event.key.toLowerCase();
  if (name === "z" && !event.shiftKey) model.undo();
  else if (name === "y" || (name === "z" && event.shiftKey)) model.redo();
  else return;
  event.preventDefault();
  const place = focusedPlace();
  if (place) model.select(place);
}

/** Asks the appliance about the draft, a moment after its last change. */
function checker(model, signal) {
  let timer = 0;
  let running = null;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    running?.abort();
    const { draft } = model;
    if (!draft.planogram || model.drawing || (draft.corners.length !== 4 && draft.points.length < 4)) return;
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        const check = await api.post("/zones/check", asked(draft), { signal: AbortSignal.any([running.signal, signal]) });
        if (model.draft === draft) model.takeCheck(check);
      } catch (error) {
        if (error.name !== "AbortError") note(error.message, "bad");
      }
    }, 150);
  };
}

/** The buttons that end the work. */
function saving(editor, maySave) {
  const { model, isNew } = editor;
  if (!maySave) return el("p", { class: "hint" }, t.editor.onlyAdmin);
  const save = el("button", { type: "button", class: "primary" }, t.editor.save);
  save.addEventListener("click", () => act(save, () => store(editor)));
  const remove = isNew ? null : el("button", { type: "button", class: "danger" }, t.editor.delete);
  remove?.addEventListener("click", async () => {
    const question = { title: t.editor.delete, text: t.editor.deleteText(model.draft.id), yes: t.editor.delete,
      kind: "danger" };
    if (!(await confirm(question))) return;
    await act(remove, async () => {
      await api.remove(path("zones", model.draft.id), { revision: editor.revision });
      leave(model, t.editor.deleted, "#/zones");
    });
  });
  return el("section", { "aria-label": t.editor.saveTitle }, el("div", { class: "row" }, save, remove),
    el("p", {}, el("a", { href: "#/settings/history" }, t.editor.history)));
}

async function store(editor) {
  const { model, base } = editor;
  if (!model.draft.id) throw new Error(t.editor.noName);
  // Saving under another zone's name would put this one in its place.
  if (editor.isNew && editor.taken.includes(model.draft.id)) throw new Error(t.editor.taken);
  if (!model.draft.planogram) throw new Error(t.editor.hints.planogram);
  if (model.faults.length && !(await confirm({ title: t.editor.save, text: t.editor.saveFaulty(model.faults.length),
    yes: t.editor.saveAnyway }))) return;
  try {
    await api.put(path("zones", model.draft.id), model.draft, { revision: editor.revision });
    leave(model, t.editor.saved(model.draft.id), address("zones", model.draft.id));
  } catch (error) {
    if (error.fields?.length) model.takeFaults(error.fields);
    if (error.status !== 412) throw error;
    const { answer, list, theirs } = await review(model, base);
    if (answer === null) return;
    editor.revision = list.revision;
    editor.base = theirs;
    if (answer === "theirs") model.restart(theirs);
    else await store(editor);
  }
}

function leave(model, words, where) {
  model.saved = JSON.stringify(model.draft);
  note(words);
  location.hash = where;
}
