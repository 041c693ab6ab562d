// Camera pictures: fetched as they are, shown without a flicker.
import { api, path, query } from "../api.js";
import { el } from "../dom.js";
import { events } from "../events.js";
import { ago } from "../format.js";
import { t } from "../strings.js";

/** Where the newest picture of a camera is. */
export function pictureAddress(camera, width) {
  return path("cameras", camera, "picture") + query({ width });
}

/** Loads a picture so that it can be shown at once: `{url, width, height, capturedAt}`; the url ends with `signal`. */
export async function loadPicture(where, signal) {
  const { blob, capturedAt } = await api.picture(where, { signal });
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    throw new Error(t.pictures.broken);
  }
  return { url, width: image.naturalWidth, height: image.naturalHeight, capturedAt };
}

/** Follows a camera: calls `show` with each new picture, `fail` when there is none; rests while the page is hidden. */
export function follow(camera, { width, signal, show, fail }) {
  let last = null;
  let busy = false;
  let stale = false;
  async function refresh() {
    if (signal.aborted) return;
    if (busy || document.hidden) {
      stale = true;
      return;
    }
    busy = true;
    stale = false;
    try {
      const picture = await loadPicture(pictureAddress(camera, width), signal);
      show(picture);
      if (last) URL.revokeObjectURL(last);
      last = picture.url;
    } catch (error) {
      if (error.name !== "AbortError") fail?.(error);
    }
    busy = false;
    if (stale && !document.hidden) refresh();
  }
  events.on("picture", (news) => news.camera === camera && refresh(), signal);
  events.on("reload", refresh, signal);
  document.addEventListener("visibilitychange", () => stale && refresh(), { signal });
  signal.addEventListener("abort", () => last && URL.revokeObjectURL(last));
  refresh();
  return refresh;
}

/** A picture of a camera that keeps itself up to date. */
export function livePicture(camera, { width, signal, alt }) {
  const image = el("img", { alt, class: "picture", hidden: true });
  const words = el("p", { class: "words" }, t.pictures.loading);
  const age = el("time", { class: "age" });
  let taken = null;
  const show = (picture) => {
    image.src = picture.url;
    image.hidden = false;
    words.hidden = true;
    taken = picture.capturedAt;
    tick();
  };
  const fail = (error) => {
    words.textContent = error.message;
    words.hidden = false;
  };
  const tick = () => { age.textContent = taken ? t.pictures.taken(ago(taken)) : ""; };
  const timer = setInterval(tick, 5000);
  signal.addEventListener("abort", () => clearInterval(timer));
  follow(camera, { width, signal, show, fail });
  return el("figure", { class: "live-picture" }, image, words, el("figcaption", {}, age));
}
