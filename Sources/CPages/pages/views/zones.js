// All zones, and where to draw a new one.
import { api } from "../api.js";
import { el } from "../dom.js";
import { address } from "../router.js";
import { t } from "../strings.js";

export async function show({ signal, may }) {
  const [list, cameras] = await Promise.all([api.get("/zones", { signal }), api.get("/cameras", { signal })]);
  const rows = list.zones.map((zone) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: address("zones", zone.id) }, zone.id)),
    el("td", {}, el("a", { href: address("cameras", zone.camera) }, zone.camera)),
    el("td", {}, zone.bay ? t.zones.bayOf(zone.planogram, zone.bay) : zone.planogram),
    el("td", {}, may("operator") ? el("a",
      { href: address("zones", zone.id, "edit"), "aria-label": t.zones.editOf(zone.id) }, t.zones.edit) : null)));
  const table = rows.length ? el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t.places.zones },
    el("table", {}, el("thead", {}, el("tr", {}, t.zones.head.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows)))
    : el("p", {}, t.zones.none);
  const create = may("operator") ? el("section", { "aria-label": t.zones.draw }, el("h2", {}, t.zones.draw),
    el("p", {}, t.zones.drawText),
    el("ul", { class: "plain row" }, cameras.map((card) => el("li", {},
      el("a", { class: "button", href: address("zones", "new", card.id) }, card.id))))) : null;
  return { title: t.places.zones, body: el("div", { class: "stack" }, table, create) };
}
