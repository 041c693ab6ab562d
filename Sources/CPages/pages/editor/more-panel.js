// What a zone has beside its shape.
import { el } from "../dom.js";
import { field, markWrong, menu } from "../parts/fields.js";
import { t } from "../strings.js";

/** Limits and price tags; seldom changed, so folded away. */
export function morePanel(model) {
  const residual = el("input", { type: "number", min: 0.1, max: 1000, step: "0.1" });
  const share = el("input", { type: "number", min: 0, max: 50, step: "0.5" });
  const tags = menu(Object.entries(t.more.priceTags), model.draft.price_tags);
  residual.addEventListener("change", () => model.change({ ...model.draft, max_residual_mm: residual.valueAsNumber }));
  share.addEventListener("change", () => model.change({ ...model.draft, follow_share: share.valueAsNumber / 100 }));
  tags.addEventListener("change", () => model.change({ ...model.draft, price_tags: tags.value }));
  const fields = { max_residual_mm: residual, follow_share: share, price_tags: tags };
  const update = () => {
    residual.value = model.draft.max_residual_mm;
    share.value = Math.round(model.draft.follow_share * 1000) / 10;
    tags.value = model.draft.price_tags;
    for (const [key, input] of Object.entries(fields)) {
      markWrong(input, model.faults.find((fault) => fault.path === key)?.reason ?? "");
    }
  };
  const node = el("details", {}, el("summary", {}, t.more.title),
    field(t.more.residual, residual, t.more.residualHint), field(t.more.follow, share, t.more.followHint),
    field(t.more.tags, tags, t.more.tagsHint));
  update();
  return { node, update };
}
