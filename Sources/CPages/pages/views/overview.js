// The whole appliance in one look.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { ago, percent, time } from "../format.js";
import { severity } from "../parts/state.js";
import { address } from "../router.js";
import { t } from "../strings.js";
import { cameraState } from "./cameras.js";

export async function show({ signal }) {
  const body = el("div", { class: "stack" });
  const fill = async () => replace(body, content(await api.get("/overview", { signal })));
  await fill();
  let timer = 0;
  // Several pieces of news that come together are one reason to look again.
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => fill().catch(() => {}), 500);
  };
  for (const name of ["camera", "zone", "deviation", "health", "settings", "reload"]) events.on(name, later, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { title: t.places.overview, body };
}

function content(overview) {
  return [
    el("p", { class: "quiet" }, t.overview.device(overview.device, overview.version, overview.skus)),
    health(overview.health), open(overview.open),
    el("section", { "aria-label": t.places.zones }, el("h2", {}, t.places.zones), el("div", { class: "cards" },
      overview.zones.length ? overview.zones.map(zone) : el("p", {}, t.overview.noZones))),
    el("section", { "aria-label": t.places.cameras }, el("h2", {}, t.places.cameras),
      el("div", { class: "cards" }, overview.cameras.map(camera))),
  ];
}

function health(verdict) {
  if (!verdict.problems.length) return el("p", { class: "fine banner" }, t.overview.fine);
  return el("section", { class: "banner bad", "aria-label": t.overview.problems }, el("h2", {}, t.overview.problems),
    el("ul", {}, verdict.problems.map((problem) => el("li", {},
      el("b", {}, problem.name ? `${problem.part} ${problem.name}: ` : `${problem.part}: `), problem.reason, " ",
      el("span", { class: "quiet" }, t.overview.since(time(problem.since)))))));
}

function open(counts) {
  const all = ["high", "medium", "low"].filter((name) => counts[name]);
  return el("p", {}, all.length ? [t.overview.open, " ", all.map((name) => [severity(name), ` ${counts[name]} `]),
    el("a", { href: "#/deviations" }, t.overview.toDeviations)] : t.overview.noneOpen);
}

function zone(summary) {
  const figures = summary.figures;
  return el("article", { class: "card" },
    el("h3", {}, el("a", { href: address("zones", summary.id) }, summary.id)),
    el("p", { class: "quiet" }, t.overview.zoneOf(summary.camera, summary.planogram, summary.bay)),
    el("dl", { class: "figures" },
      figure(t.figures.availability, percent(figures?.on_shelf_availability)),
      figure(t.figures.compliance, percent(figures?.compliance)),
      figure(t.overview.openDeviations, String(summary.open_deviations))),
    el("p", { class: "quiet" }, figures ? t.overview.seen(ago(figures.time)) : t.overview.notSeen));
}

function figure(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

function camera(card) {
  return el("article", { class: `card ${card.is_fine ? "" : "bad"}` },
    el("h3", {}, el("a", { href: address("cameras", card.id) }, card.id)), cameraState(card));
}
