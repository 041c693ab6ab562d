// Two people at one zone: what each has changed, side by side, before one of them is written over the other.
import { api } from "../api.js";
import { el } from "../dom.js";
import { plain } from "../format.js";
import { ask } from "../parts/dialog.js";
import { t } from "../strings.js";
import { differences } from "./draft.js";

/** Shows what somebody else has saved; `"theirs"`, `"mine"` or `null` for neither, with the newer list of zones. */
export async function review(model, base) {
  const list = await api.get("/zones");
  const theirs = list.zones.find((zone) => zone.id === model.draft.id) ?? null;
  if (!theirs) {
    const answer = await ask({
      title: t.conflict.title, content: el("p", {}, base ? t.conflict.gone : t.conflict.elsewhere),
      answers: [{ value: null, label: t.app.cancel }, { value: "mine", label: t.conflict.mine, kind: "primary" }],
    });
    return { answer, list, theirs };
  }
  model.theirs = theirs;
  model.tell("check");
  const rows = differences(base, model.draft, theirs);
  const content = el("div", {},
    el("p", {}, rows.length ? t.conflict.text : t.conflict.elsewhere),
    rows.length ? el("table", {}, el("thead", {},
      el("tr", {}, t.conflict.head.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows.map((row) => el("tr", { class: row.both ? "both" : null },
        el("th", { scope: "row" }, plain(row.key), row.both ? ` (${t.conflict.both})` : ""),
        el("td", {}, words(row.theirs)), el("td", {}, words(row.mine)))))) : null);
  const answer = await ask({
    title: t.conflict.title, content, wide: true,
    answers: [
      { value: null, label: t.app.cancel }, { value: "theirs", label: t.conflict.theirs },
      { value: "mine", label: t.conflict.mine, kind: "danger" },
    ],
  });
  model.theirs = null;
  model.tell("check");
  return { answer, list, theirs };
}

function words(value) {
  if (value === null || value === undefined || value === "") return "–";
  if (!Array.isArray(value)) return typeof value === "object" ? Object.values(value).join(" × ") : String(value);
  if (!value.length) return "–";
  return value.map((one) => (Array.isArray(one) ? `(${one.join(", ")})`
    : one.pixel ? `(${one.pixel.join(", ")}) = ${one.mm.join(", ")} mm` : t.editor.maskShort(one))).join("; ");
}
