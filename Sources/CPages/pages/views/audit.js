// Who changed what, and when.
import { api, query } from "../api.js";
import { el, replace } from "../dom.js";
import { time } from "../format.js";
import { t } from "../strings.js";

export async function show({ signal }) {
  const rows = el("tbody");
  const more = el("button", { type: "button", hidden: true }, t.deviations.more);
  let cursor = null;
  async function load(next) {
    const page = await api.get("/audit" + query({ limit: 50, cursor: next }), { signal });
    const items = page.items.map((item) => el("tr", {}, el("td", {}, time(item.time)), el("td", {}, item.who),
      el("td", {}, t.roles[item.role] ?? item.role),
      el("td", {}, item.action), el("td", {}, item.target), el("td", {}, item.outcome)));
    if (next) rows.append(...items);
    else replace(rows, items);
    cursor = page.next_cursor ?? null;
    more.hidden = !cursor;
  }
  more.addEventListener("click", () => load(cursor));
  await load(null);
  const body = el("div", { class: "stack" },
    el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t.audit.title },
    el("table", {}, el("thead", {}, el("tr", {}, t.audit.head.map((name) => el("th", { scope: "col" }, name)))), rows)),
    more);
  return { title: t.audit.title, body };
}
