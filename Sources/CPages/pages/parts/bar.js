// The bar at the top: where one is, where one can go, who one is.
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { may } from "../router.js";
import { t } from "../strings.js";

const places = [
  ["overview", "#/"], ["cameras", "#/cameras"], ["zones", "#/zones"], ["deviations", "#/deviations"],
  ["figures", "#/figures"], ["settings", "#/settings", "admin"], ["accounts", "#/accounts", "admin"],
];

let live = null;
events.on("connected", () => live?.replaceChildren());
events.on("disconnected", () => live?.replaceChildren(t.app.noLive));

/** Fills the bar for the session. */
export function bar(node, session, signOut) {
  const brand = el("a", { class: "brand", href: "#/" }, el("img", { src: "icon.svg", alt: "", width: 24, height: 24 }),
    el("span", {}, session.store ? t.app.place(session.store, session.device) : t.app.name));
  if (session.state !== "signed_in") {
    replace(node, brand);
    return;
  }
  live = el("span", { class: "live", role: "status" });
  replace(node, brand, live,
    el("nav", { "aria-label": t.app.navigation }, el("ul", {}, places.filter(([, , role]) => may(session.role, role))
      .map(([part, href]) => el("li", {}, el("a", { href, "data-part": part }, t.places[part]))))),
    el("div", { class: "who" }, el("a", { href: "#/me", "data-part": "me" }, session.name,
      el("span", { class: "role" }, t.app.role(t.roles[session.role]))),
      el("button", { type: "button", class: "quiet", onclick: signOut }, t.signIn.out)));
}

/** Marks the place that is shown. */
export function markPlace(part) {
  for (const link of document.querySelectorAll("#bar a[data-part]")) {
    if (link.dataset.part !== part) link.removeAttribute("aria-current");
    else {
      link.setAttribute("aria-current", "page");
      // On a phone the places are wider than the screen.
      const row = link.closest("ul");
      if (row) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
    }
  }
}
