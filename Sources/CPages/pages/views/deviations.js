// Open and past deviations.
import { api, query as search } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { stamp, time } from "../format.js";
import { deviationActions, deviationPicture } from "../parts/deviation.js";
import { field, menu } from "../parts/fields.js";
import { renew } from "../parts/renewal.js";
import { badge, kinds, severity, stateName } from "../parts/state.js";
import { address } from "../router.js";
import { t } from "../strings.js";

export async function show({ query, signal, may }) {
  const zones = (await api.get("/zones", { signal })).zones.map((zone) => zone.id);
  const all = ["", t.deviations.all];
  const filters = {
    state: menu(Object.entries(t.deviations.states), query.state ?? "open"),
    zone: menu([all, ...zones.map((id) => [id, id])], query.zone),
    kind: menu([all, ...kinds.map((kind) => [kind, stateName(kind)])], query.kind),
    severity: menu([all, ...Object.entries(t.severities)], query.severity),
    from: el("input", { type: "datetime-local", value: query.from ?? "" }),
    to: el("input", { type: "datetime-local", value: query.to ?? "" }),
  };
  const list = el("div", { class: "deviations" });
  const status = el("p", { role: "status", class: "quiet" });
  const more = el("button", { type: "button", hidden: true }, t.deviations.more);
  const fresh = el("button", { type: "button", hidden: true, onclick: () => reload() }, t.deviations.fresh);
  const form = el("form", { class: "row filters", "aria-label": t.deviations.filters,
    onsubmit: (event) => event.preventDefault() },
    Object.entries(filters).map(([name, input]) => field(t.deviations.filterNames[name], input)));
  let cursor = null;
  let shown = 0;

  const chosen = () => Object.fromEntries(Object.entries(filters).map(([name, input]) => [name, input.value]));
  const wanted = () => {
    const values = chosen();
    for (const name of ["from", "to"]) if (values[name]) values[name] = stamp(new Date(values[name]));
    return values;
  };
  async function load(next) {
    const page = await api.get("/deviations" + search({ ...wanted(), limit: 25, cursor: next }), { signal });
    const cards = page.items.map((one) => card(one));
    if (next) list.append(...cards);
    else replace(list, cards);
    if (!next) fresh.hidden = true;
    shown = next ? shown + cards.length : cards.length;
    cursor = page.next_cursor ?? null;
    more.hidden = !cursor;
    replace(status, t.deviations.count(shown, Boolean(cursor)));
    if (next) cards[0]?.querySelector("a")?.focus();
  }
  const reload = () => load(null).catch((error) => error.name !== "AbortError" && replace(status, error.message));
  const card = (one) => article(one, { signal, may, changed: reload });
  form.addEventListener("change", () => {
    const given = Object.fromEntries(Object.entries(chosen()).filter(([, value]) => value));
    history.replaceState(null, "", address("deviations", given));
    reload();
  });
  more.addEventListener("click", () => load(cursor));
  events.on("deviation", ({ change, deviation }) => {
    const old = list.querySelector(`[data-id="${CSS.escape(deviation.id)}"]`);
    if (old) renew(list, () => old.replaceWith(card(deviation)));
    // New ones are not put above what somebody reads or has paged through: they are offered.
    else if (change === "opened" && filters.state.value !== "closed") {
      if (shown > 0) fresh.hidden = false;
      else reload();
    }
  }, signal);
  events.on("reload", reload, signal);
  await load(null);
  return { title: t.places.deviations, body: el("div", { class: "stack" }, form, status,
    el("div", { role: "status" }, fresh), list, more) };
}

function article(deviation, context) {
  const { finding } = deviation;
  return el("article", { class: "card deviation", "data-id": deviation.id },
    deviationPicture(deviation, context.signal),
    el("div", {},
      el("p", {}, severity(deviation.severity), " ", badge(finding.kind)),
      el("p", {}, t.deviations.sentence(finding)),
      el("p", { class: "quiet" }, el("a",
        { href: `${address("zones", deviation.zone)}?slot=${encodeURIComponent(finding.position)}` },
        t.deviations.where(deviation.zone, finding.shelf, finding.position)), " · ",
        t.deviations.since(time(deviation.since), deviation.confirmations)),
      deviationActions(deviation, context)));
}
