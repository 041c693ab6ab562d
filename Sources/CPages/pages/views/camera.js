// One camera: what it sees, how it is, how it is set.
import { api, path } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { confirm } from "../parts/dialog.js";
import { act, note } from "../parts/notes.js";
import { livePicture, loadPicture } from "../parts/picture.js";
import { address } from "../router.js";
import { t } from "../strings.js";
import { controls } from "../parts/controls.js";
import { cameraState } from "./cameras.js";

export async function show({ params, signal, may }) {
  const card = await api.get(path("cameras", params.camera), { signal });
  const state = el("div", {}, cameraState(card));
  const facts = el("p", { class: "quiet" }, t.cameras.source(card.source, card.picture_size));
  events.on("camera", (news) => news.id === card.id && replace(state, cameraState(news)), signal);
  const zones = el("p", {}, card.zones.length
    ? [t.cameras.watches, " ", card.zones.map((zone) => [el("a", { href: address("zones", zone) }, zone), " "])]
      : t.cameras.noZones, " ",
    may("operator") ? el("a", { class: "button", href: address("zones", "new", card.id) }, t.zones.draw) : null);
  const view = await views(card, signal, may("operator"));
  const body = el("div", { class: "stack" },
    el("div", { class: "beside" },
      livePicture(card.id, { signal, alt: t.cameras.alt(card.id) }),
      el("div", { class: "stack" }, state, facts, zones)),
    card.controls.length ? controls(card, { signal, mayMove: may("operator"), mayKeep: may("admin") }) : null,
    view);
  return { title: t.cameras.title(card.id), body };
}

/** The reference view beside the present one. */
async function views(card, signal, mayAccept) {
  if (!card.guards_view) return null;
  const image = el("img", { class: "picture", alt: t.cameras.referenceAlt(card.id), hidden: true });
  const words = el("p", {}, t.cameras.noReference);
  const fetchView = async () => {
    try {
      const picture = await loadPicture(path("cameras", card.id, "view"), signal);
      image.src = picture.url;
      image.hidden = false;
      words.hidden = true;
    } catch (error) {
      if (error.status && error.status !== 404) words.textContent = error.message;
    }
  };
  if (card.has_reference_view) await fetchView();
  const accept = mayAccept ? el("button", { type: "button" }, t.cameras.accept) : null;
  accept?.addEventListener("click", async () => {
    if (!(await confirm({ title: t.cameras.accept, text: t.cameras.acceptText, yes: t.cameras.accept }))) return;
    await act(accept, async () => {
      await api.post(path("cameras", card.id, "view"));
      note(t.cameras.accepted);
      await fetchView();
    });
  });
  return el("section", { "aria-label": t.cameras.view }, el("h2", {}, t.cameras.view),
    el("p", { class: "hint" }, t.cameras.viewText),
    el("div", { class: "beside even" },
      el("figure", {}, words, image, el("figcaption", {}, t.cameras.reference)),
      el("div", {}, livePicture(card.id, { width: 960, signal, alt: t.cameras.alt(card.id) }),
        el("p", {}, t.cameras.present))), accept);
}
