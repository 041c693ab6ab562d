// All that is known of one slot.
import { api, path } from "../api.js";
import { el } from "../dom.js";
import { percent, time } from "../format.js";
import { ask } from "../parts/dialog.js";
import { deviationActions, deviationPicture } from "../parts/deviation.js";
import { act, note } from "../parts/notes.js";
import { badge, severity, stateName } from "../parts/state.js";
import { linePlot } from "../figures/plot.js";
import { t } from "../strings.js";

/** The panel of a slot. */
export async function slotDetail(zone, position, { signal, may, changed }) {
  const detail = await api.get(path("zones", zone, "slots", position), { signal });
  const { slot } = detail;
  return el("div", { class: "stack" },
    el("h2", {}, t.slot.title(slot.position)),
    el("p", {}, badge(slot.state), " ", slot.is_open ? severity(slot.severity) : slot.state !== "ok"
      && slot.state !== "not_observed" ? t.slot.notTold : null),
    el("h3", {}, t.slot.expected), el("p", {}, slot.expected.name),
    el("p", { class: "quiet" }, slot.expected.path.join(" › ")),
    el("p", { class: "quiet" }, t.slot.gtin(slot.expected.gtin), " · ", t.slot.facings(slot.facings_found, slot.facings)),
    el("h3", {}, t.slot.seen), seen(detail.units),
    may("operator") && detail.units.length ? confirmButton(zone, detail, changed) : null,
    detail.look_alikes.length ? el("details", {}, el("summary", {}, t.slot.lookAlikes(detail.look_alikes.length)),
      el("ul", {}, detail.look_alikes.map((product) => el("li", {}, product.name)))) : null,
    evidence(detail),
    detail.open.length ? el("h3", {}, t.slot.open) : null,
    detail.open.map((deviation) => el("article", { class: "card" },
      el("p", {}, badge(deviation.finding.kind), " ", severity(deviation.severity)),
      el("p", {}, t.deviations.sentence(deviation.finding)),
      el("p", { class: "quiet" }, t.deviations.since(time(deviation.since), deviation.confirmations)),
      deviationPicture(deviation, signal), deviationActions(deviation, { may, changed }))));
}

function seen(units) {
  if (!units.length) return el("p", {}, t.slot.nothing);
  return el("ul", { class: "plain" }, units.map((unit) => el("li", { class: "unit" },
    el("p", {}, unit.seen.levels.length ? unit.seen.name : t.slot.unknown,
      el("span", { class: "quiet" }, ` ${t.slot.sure(percent(unit.confidence))}`)),
    el("table", { class: "tree" }, el("caption", { class: "aside" }, t.slot.tree),
      el("tbody", {}, unit.seen.levels.map((level) => el("tr", {},
      el("th", { scope: "row" }, t.levels[level.level] ?? level.level), el("td", {}, level.name),
      el("td", {}, el("meter", { min: 0, max: 1, value: level.probability, "aria-label": level.name }), " ",
        percent(level.probability)))))))));
}

/** "This is right": what stands there becomes a reference of the product that somebody names. */
function confirmButton(zone, detail, changed) {
  const button = el("button", { type: "button" }, t.slot.right);
  button.addEventListener("click", async () => {
    const products = [detail.slot.expected, ...detail.look_alikes];
    for (const { seen: { gtin, name } } of detail.units) {
      if (gtin && !products.some((product) => product.gtin === gtin)) products.push({ gtin, name });
    }
    const choices = products.map((product, index) => el("label", { class: "check block" },
      el("input", { type: "radio", name: "product", value: product.gtin, checked: index === 0 }), " ", product.name,
      el("span", { class: "quiet" }, ` ${product.gtin}`)));
    const list = el("fieldset", {}, el("legend", {}, t.slot.which), choices);
    const answers = [{ value: false, label: t.app.cancel }, { value: true, label: t.slot.next, kind: "primary" }];
    if (!(await ask({ title: t.slot.right, content: list, answers }))) return;
    const gtin = list.querySelector("input:checked").value;
    const product = products.find((one) => one.gtin === gtin);
    const sure = [{ value: false, label: t.app.cancel }, { value: true, label: t.slot.enrol, kind: "primary" }];
    if (!(await ask({ title: t.slot.right, content: el("p", {}, t.slot.rightText(product.name, product.gtin)),
      answers: sure }))) return;
    await act(button, async () => {
      const answer = await api.post(path("zones", zone, "slots", detail.slot.position, "confirm"), { gtin });
      note(t.slot.enrolled(product.name, answer.references));
      await changed();
    });
  });
  return button;
}

function evidence(detail) {
  if (!detail.evidence.length) return null;
  const names = [...new Set(detail.evidence.map((point) => point.kind))];
  return el("section", { "aria-label": t.slot.evidence }, el("h3", {}, t.slot.evidence), linePlot({
    label: t.slot.evidence, height: 150, width: 350,
    series: names.map((name) => ({
      name: stateName(name), points: detail.evidence.filter((point) => point.kind === name).map((point) => [Date.parse(point.time), point.evidence]),
    })),
    marks: [{ value: detail.opens_at, name: t.slot.opensAt }, { value: detail.closes_at, name: t.slot.closesAt }],
    words: (value) => value.toFixed(1),
  }));
}
