// All that was saved, what changed, and the way back.
import { api, path, query } from "../api.js";
import { el, replace } from "../dom.js";
import { time } from "../format.js";
import { confirm } from "../parts/dialog.js";
import { act, note } from "../parts/notes.js";
import { diffView } from "../settings/diff.js";
import { t } from "../strings.js";

export async function show({ signal, may }) {
  const list = el("ol", { class: "plain history" });
  const more = el("button", { type: "button", hidden: true }, t.deviations.more);
  let cursor = null;
  async function load(next) {
    const page = await api.get("/settings/history" + query({ limit: 30, cursor: next }), { signal });
    const items = page.items.map((item, index) => entry(item, !next && index === 0));
    if (next) list.append(...items);
    else replace(list, items.length ? items : el("li", {}, t.history.none));
    cursor = page.next_cursor ?? null;
    more.hidden = !cursor;
  }

  function entry(revision, newest) {
    const detail = el("div");
    const box = el("details", { class: "box" }, el("summary", {}, `${time(revision.time)} · ${revision.by} · `,
      revision.summary,
      newest ? el("span", { class: "badge ok" }, t.history.present) : null), detail);
    box.addEventListener("toggle", async () => {
      if (!box.open || detail.hasChildNodes()) return;
      const full = await api.get(path("settings", "history", revision.revision), { signal }).catch((error) => error);
      if (full instanceof Error) return replace(detail, el("p", { class: "fault" }, full.message));
      const restore = may("admin") && !newest ? el("button", { type: "button" }, t.history.restore) : null;
      restore?.addEventListener("click", () => back(restore, revision));
      return replace(detail, diffView(full.diff), restore);
    });
    return el("li", {}, box);
  }

  async function back(button, revision) {
    if (!(await confirm({ title: t.history.restore, text: t.history.restoreText(time(revision.time), revision.by),
      yes: t.history.restore }))) return;
    await act(button, async () => {
      const settings = await api.get("/settings");
      await api.post(path("settings", "history", revision.revision, "restore"), undefined, { revision: settings.revision });
      note(t.history.restored);
      await load(null);
    });
  }
  more.addEventListener("click", () => load(cursor));
  await load(null);
  return { title: t.history.title, body: el("div", { class: "stack" }, el("p", {}, t.history.text), list, more) };
}
