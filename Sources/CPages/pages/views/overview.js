// The whole appliance in one look.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { ago, percent, time } from "../format.js";
import { paced, renew } from "../parts/renewal.js";
import { severity } from "../parts/state.js";
import { address } from "../router.js";
import { t } from "../strings.js";
import { cameraState } from "./cameras.js";

export async function show({ signal }) {
  const body = el("div", { class: "stack" });
  let overview = null;
  let drawn = null;
  const draw = () => {
    const text = JSON.stringify(overview);
    if (text !== drawn) renew(body, () => replace(body, content(overview)));
    drawn = text;
  };
  const fill = async () => {
    overview = await api.get("/overview", { signal });
    draw();
  };
  await fill();
  // What the news says is shown as it is; what it only hints at is asked for, seldom.
  const drawSoon = paced(draw, 1000, signal);
  const fillSoon = paced(fill, 3000, signal);
  const put = (list, id, change) => {
    const place = list.findIndex((one) => one.id === id);
    if (place < 0) return fillSoon();
    list[place] = change(list[place]);
    return drawSoon();
  };
  events.on("camera", (card) => put(overview.cameras, card.id, () => card), signal);
  events.on("zone", (news) => put(overview.zones, news.zone, (old) => ({ ...old, figures: news.figures })), signal);
  events.on("health", (health) => {
    overview.health = health;
    drawSoon();
  }, signal);
  for (const name of ["deviation", "settings", "reload"]) events.on(name, fillSoon, signal);
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
