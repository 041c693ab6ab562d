// All cameras, each with a small picture.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { ago, plain } from "../format.js";
import { act, note } from "../parts/notes.js";
import { livePicture } from "../parts/picture.js";
import { address } from "../router.js";
import { t } from "../strings.js";

export async function show({ signal, may }) {
  const cameras = await api.get("/cameras", { signal });
  const body = el("div", { class: "cards wide" }, cameras.map((card) => article(card, signal)));
  if (!cameras.length) body.append(el("p", {}, t.cameras.none));
  const rescan = may("operator") ? el("button", { type: "button" }, t.cameras.rescan) : null;
  rescan?.addEventListener("click", () => act(rescan, async () => {
    await api.post("/rescan");
    note(t.cameras.rescanned);
  }));
  return { title: t.places.cameras, body, tools: rescan };
}

function article(card, signal) {
  const state = el("div", {}, cameraState(card));
  events.on("camera", (news) => news.id === card.id && replace(state, cameraState(news)), signal);
  return el("article", { class: "card" }, el("h2", {}, el("a", { href: address("cameras", card.id) }, card.id)),
    livePicture(card.id, { width: 640, signal, alt: t.cameras.alt(card.id) }), state);
}

/** A camera's state, its reason, and what can be done. */
export function cameraState(card) {
  return [
    el("p", {}, el("span", { class: `badge ${card.is_fine ? "ok" : "missing"}` },
      t.cameraStates[card.state] ?? plain(card.state)),
      card.since ? el("span", { class: "quiet" }, ` ${t.cameras.since(ago(card.since))}`) : null),
    card.detail ? el("p", {}, card.detail) : null,
    card.hint ? el("p", { class: "hint" }, t.cameras.hint(card.hint)) : null,
  ];
}
