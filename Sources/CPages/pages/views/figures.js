// Figures over time: how available, how much as planned, whose share.
import { api, query as search } from "../api.js";
import { el, replace } from "../dom.js";
import { percent, stamp } from "../format.js";
import { linePlot, stackPlot } from "../figures/plot.js";
import { byProduct, largest, seriesOf } from "../figures/sums.js";
import { field, menu } from "../parts/fields.js";
import { failure } from "../parts/notes.js";
import { address } from "../router.js";
import { t } from "../strings.js";

const spans = { day: 1, week: 7, month: 30, quarter: 90 };

export async function show({ query, signal }) {
  const zones = (await api.get("/zones", { signal })).zones.map((zone) => zone.id);
  const choices = {
    zone: menu([["", t.figures.allZones], ...zones.map((id) => [id, id])],
      query.zone ?? (zones.length === 1 ? zones[0] : "")),
    span: menu(Object.entries(t.figures.spans), query.span ?? "day"),
    step: menu(Object.entries(t.figures.steps), query.step ?? "hour"),
  };
  const form = el("form", { class: "row filters", "aria-label": t.figures.choose,
    onsubmit: (event) => event.preventDefault() },
    Object.entries(choices).map(([name, input]) => field(t.figures.choiceNames[name], input)));
  const plots = el("div", { class: "stack" });

  async function load() {
    const to = new Date();
    const from = new Date(to.getTime() - spans[choices.span.value] * 86400e3);
    const wanted = { zone: choices.zone.value, from: stamp(from), to: stamp(to), step: choices.step.value };
    const skuStep = wanted.step === "5min" ? "hour" : wanted.step;
    try {
      const [zonesAnswer, skusAnswer] = await Promise.all([
        api.get("/figures" + search(wanted), { signal }), api.get("/figures/skus" + search({ ...wanted, step: skuStep }),
          { signal })]);
      replace(plots, content(zonesAnswer.points, skusAnswer.points, wanted, skuStep));
    } catch (error) {
      if (error.name !== "AbortError") replace(plots, failure(error, load));
    }
  }
  form.addEventListener("change", () => {
    const given = Object.fromEntries(Object.entries(choices).map(([name, input]) => [name,
      input.value]).filter(([, value]) => value));
    history.replaceState(null, "", address("figures", given));
    load();
  });
  await load();
  return { title: t.places.figures, body: el("div", { class: "stack" }, form, plots) };
}

function content(points, skus, wanted, skuStep) {
  const share = (value) => percent(value);
  const section = (title, ...nodes) => el("section", { "aria-label": title }, el("h2", {}, title), nodes);
  const line = (name, title) => section(title,
    linePlot({ label: title, series: seriesOf(points, name), floor: 0, ceiling: 1, words: share }));
  return [
    line("on_shelf_availability", t.figures.availability), line("compliance", t.figures.compliance),
    section(t.figures.share, shares(points, wanted.zone)),
    el("p", {}, el("a", { href: api.address("/figures" + search({ ...wanted, format: "csv" })), download: "figures.csv" },
      t.figures.csv)),
    section(t.figures.products, products(skus),
      el("p", {}, el("a", { href: api.address("/figures/skus" + search({ ...wanted, step: skuStep, format: "csv" })),
        download: "products.csv" }, t.figures.productsCSV))),
  ];
}

/** Shares of brands can't be added over zones of different products: they are of one zone. */
function shares(points, zone) {
  const zones = [...new Set(points.map((point) => point.zone))];
  if (!zone && zones.length > 1) return el("p", { class: "hint" }, t.figures.chooseZone);
  const known = points.filter((point) => Object.keys(point.share_of_shelf).length);
  const { names, rows } = largest(known, 7, t.figures.others);
  return stackPlot({ label: t.figures.share, rows, names, words: (value) => percent(value) });
}

function products(points) {
  const list = byProduct(points);
  if (!list.length) return el("p", { class: "hint" }, t.plots.none);
  const place = el("div");
  const rows = list.map((product) => el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => plot(product) }, product.name)),
    el("td", {}, product.gtin), el("td", {}, percent(product.availability)),
    el("td", {}, t.figures.facings(product.found, product.planned))));
  const plot = (product) => {
    replace(place, el("h3", { tabindex: -1 }, product.name), linePlot({
      label: t.figures.availabilityOf(product.name), floor: 0, ceiling: 1, words: (value) => percent(value),
      series: [{ name: t.figures.availability, points: product.points }],
    }));
    place.querySelector("h3").focus();
  };
  return [el("div", { class: "scroll tall", tabindex: 0, role: "group", "aria-label": t.figures.products },
    el("table", {}, el("thead", {}, el("tr", {}, t.figures.productHead.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows))), place];
}
