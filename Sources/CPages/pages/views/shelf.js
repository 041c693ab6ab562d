// The shelf as it should be and as it is.
import { api, path } from "../api.js";
import { el, replace, svg } from "../dom.js";
import { events } from "../events.js";
import { ago, percent } from "../format.js";
import { rectangle } from "../geometry.js";
import { follow } from "../parts/picture.js";
import { paced, renew } from "../parts/renewal.js";
import { legend } from "../parts/state.js";
import { address } from "../router.js";
import { SlotDrawing, lines } from "../shelf/drawing.js";
import { slotDetail } from "../shelf/slot.js";
import { t } from "../strings.js";

export async function show({ params, query, signal, may }) {
  const where = path("zones", params.zone, "shelf");
  let shelf = await api.get(where, { signal });
  let chosen = query.slot ?? null;
  let overlaid = false;
  let opacity = 0.5;
  const figures = el("div");
  const key = el("div");
  const detail = el("aside", { class: "detail", "aria-label": t.shelf.detail, tabindex: -1 });

  const choose = (position) => {
    chosen = position;
    draw();
    history.replaceState(null, "", `${address("zones", params.zone)}?slot=${encodeURIComponent(position)}`);
    openSlot().then(() => detail.focus({ preventScroll: false }));
  };
  const plan = new SlotDrawing({ label: t.shelf.plan, viewBox: `0 0 ${shelf.width_mm} ${shelf.height_mm}`, choose,
    names: true });
  plan.under.append(svg("rect", { class: "bay-back", width: shelf.width_mm, height: shelf.height_mm }));
  const size = shelf.picture_size;
  const picture = new SlotDrawing({ label: t.shelf.picture, viewBox: `0 0 ${size.width} ${size.height}`, choose });
  const image = svg("image", { width: size.width, height: size.height, preserveAspectRatio: "none" });
  const names = svg("g", { "aria-hidden": "true" });
  picture.under.append(image);
  picture.node.append(names);
  follow(shelf.camera, { width: 1280, signal, show: ({ url }) => image.setAttribute("href", url) });

  function draw() {
    plan.draw(shelf.slots.map((slot) => ({ ...slot, outline: flipped(slot, shelf.height_mm) })), shelf.width_mm / 22,
      chosen);
    const seen = shelf.slots.filter((slot) => slot.outline.length === 4);
    picture.draw(seen, size.width / 40, chosen);
    replace(names, overlaid ? seen.map((slot) => label(slot, size.width / 90)) : []);
    replace(figures, summary(shelf));
    replace(key, legend(shelf.slots.map((slot) => slot.state)));
  }

  async function openSlot() {
    if (!chosen) return;
    const wanted = chosen;
    const panel = await slotDetail(params.zone, wanted, { signal, may, changed: refresh }).catch((error) => el("p",
      { class: "fault" }, error.message));
    if (wanted !== chosen) return;
    if (detail.dataset.position === wanted) renew(detail, () => replace(detail, panel));
    else replace(detail, panel);
    detail.dataset.position = wanted;
  }

  async function refresh() {
    shelf = await api.get(where, { signal });
    draw();
    await openSlot();
  }
  const later = paced(refresh, 1000, signal);
  events.on("zone", (news) => news.zone === params.zone && later(), signal);
  events.on("deviation", (news) => news.deviation.zone === params.zone && later(), signal);
  events.on("reload", later, signal);

  const panes = el("div", { class: "panes" },
    el("figure", { class: "plan" }, plan.node, el("figcaption", {}, t.shelf.plan)),
    el("figure", { class: "seen" }, picture.node, el("figcaption", {}, t.shelf.picture)));
  const controls = ways((value) => {
    overlaid = value;
    panes.classList.toggle("overlaid", value);
    draw();
  }, (value) => {
    opacity = value;
    panes.style.setProperty("--plan-opacity", String(opacity));
  });
  draw();
  await openSlot();
  return {
    title: t.shelf.title(shelf.zone),
    tools: may("operator") ? el("a", { class: "button", href: address("zones", shelf.zone, "edit") }, t.zones.edit) : null,
    body: el("div", { class: "shelf" }, el("div", { class: "stack" }, figures, hints(shelf), controls, panes, key), detail),
  };
}

/** The slot on the bay's front, with y down as drawings have it. */
function flipped(slot, height) {
  return rectangle(slot.x_mm, height - slot.y_mm - slot.height_mm, slot.width_mm, slot.height_mm);
}

function label(slot, size) {
  const [x, y] = slot.outline[3];
  const room = Math.floor((slot.outline[2][0] - x) / (size * 0.56));
  // Where a letter stands, one line of the name must do.
  return lines(slot.expected.name, room, slot.state === "ok" ? 3 : 1).map((line, index) =>
    svg("text", { x: x + size * 0.3, y: y + size * 1.15 * (index + 1), "font-size": size, class: "name" }, line));
}

function summary(shelf) {
  const { figures } = shelf;
  return el("p", {}, figures ? t.shelf.figures(percent(figures.on_shelf_availability), percent(figures.compliance),
    percent(figures.observed_share)) : t.overview.notSeen,
    shelf.seen_at ? el("span", { class: "quiet" }, ` ${t.overview.seen(ago(shelf.seen_at))}`) : null);
}

function hints(shelf) {
  if (!shelf.hints.length) return null;
  return el("ul", { class: "banner bad plain" },
    shelf.hints.map((hint) => el("li", {}, t.deviations.sentence(hint.finding))));
}

/** Side by side or overlaid, and how strong the plan is over the picture. */
function ways(overlay, fade) {
  const slider = el("input", { type: "range", min: 0, max: 1, step: 0.05, value: 0.5, disabled: true,
    "aria-label": t.shelf.opacity });
  slider.addEventListener("input", () => fade(Number(slider.value)));
  const choice = el("input", { type: "checkbox" });
  choice.addEventListener("change", () => {
    slider.disabled = !choice.checked;
    overlay(choice.checked);
  });
  return el("div", { class: "row" }, el("label", { class: "check" }, choice, " ", t.shelf.overlay), slider);
}
