// What the zone would report now, before it is saved.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { percent, time } from "../format.js";
import { act } from "../parts/notes.js";
import { badge, legend } from "../parts/state.js";
import { asked } from "./draft.js";
import { t } from "../strings.js";

/** The panel that tries a zone. */
export function dryRunPanel(model, signal) {
  const result = el("div", { class: "stack", "aria-live": "polite" });
  const run = el("button", { type: "button" }, t.dryRun.run);
  run.addEventListener("click", () => act(run, async () => {
    const draft = model.draft;
    if (!draft.planogram) throw new Error(t.editor.hints.planogram);
    replace(result, el("p", {}, t.dryRun.running));
    try {
      const dry = await api.post("/zones/dry-run", asked(draft), { signal });
      if (draft === model.draft) model.takeDryRun(dry);
      else update();
    } catch (error) {
      if (error.fields?.length) model.takeFaults(error.fields);
      replace(result, el("p", { class: "fault" }, error.message));
    }
  }));
  function update() {
    if (model.dry) replace(result, report(model.dry));
    else if (result.querySelector(".report")) replace(result, el("p", { class: "hint" }, t.dryRun.stale));
  }
  return {
    node: el("section", { "aria-label": t.dryRun.title }, el("h2", {}, t.dryRun.title),
      el("p", { class: "hint" }, t.dryRun.text), run, result),
    update,
  };
}

function report(dry) {
  const { figures } = dry;
  return el("div", { class: "report stack" },
    dry.warnings.map((warning) => el("p", { class: "banner bad", role: "alert" }, t.errors.field(warning))),
    el("p", {}, t.dryRun.figures(percent(figures.on_shelf_availability), percent(figures.compliance),
      percent(figures.observed_share))),
    el("p", { class: "quiet" }, t.dryRun.taken(time(dry.captured_at))),
    legend(dry.slots.map((slot) => slot.state)),
    el("h3", {}, t.dryRun.findings(dry.findings.length)),
    el("ul", { class: "findings" },
      dry.findings.map((finding) => el("li", {}, badge(finding.kind), " ", t.deviations.sentence(finding)))));
}
