// Starts the page: who is here, the bar at the top, and the view that the address names.
import { api, onSignedOut, useSession } from "./api.js";
import { el, replace } from "./dom.js";
import { events } from "./events.js";
import { bar, markPlace } from "./parts/bar.js";
import { confirm } from "./parts/dialog.js";
import { failure, note } from "./parts/notes.js";
import { match, may } from "./router.js";
import { t } from "./strings.js";

const main = document.getElementById("main");
let session = { state: "signed_out" };
let current = null;
let shownAt = null;
let opening = 0;

async function start() {
  document.getElementById("skip").textContent = t.app.skip;
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  onSignedOut(() => {
    if (session.state !== "signed_in") return;
    note(t.signIn.ended);
    enter({ ...session, state: "signed_out" });
  });
  events.on("refused", lookAgain);
  window.addEventListener("hashchange", navigate);
  window.addEventListener("beforeunload", (event) => {
    if (current?.unsaved?.()) event.preventDefault();
  });
  try {
    await enter(await api.get("/session"));
  } catch (error) {
    replace(main, el("h1", { tabindex: -1 }, t.app.name), failure(error, start));
  }
}

/** The stream of news was refused: perhaps the session has ended. */
async function lookAgain() {
  const next = await api.get("/session").catch(() => session);
  if (session.state !== "signed_in" || next.state === "signed_in") return;
  note(t.signIn.ended);
  await enter(next);
}

/** Goes on as the session says: to the sign-in, or to the view. */
async function enter(next) {
  session = next;
  useSession(session);
  shownAt = null;
  const signedIn = session.state === "signed_in";
  bar(document.getElementById("bar"), session, signOut);
  if (signedIn) events.open();
  else events.close();
  await open(signedIn ? wanted() : { view: "sign-in", params: {}, query: {} });
}

async function signOut() {
  if (current?.unsaved?.() && !(await confirm(t.app.leave))) return;
  current = null;
  await api.remove("/session").catch(() => {});
  await enter(await api.get("/session"));
}

async function navigate() {
  if (session.state !== "signed_in" || location.hash === shownAt) return;
  if (current?.unsaved?.()) {
    const target = location.hash;
    history.replaceState(null, "", shownAt);
    if (!(await confirm(t.app.leave))) return;
    current.unsaved = null;
    history.replaceState(null, "", target);
  }
  await open(wanted());
}

/** The route of the address, or the overview if there is none or it is not for this role. */
function wanted() {
  const route = match(location.hash);
  return route && may(session.role, route.role) ? route : match("#/");
}

async function open(route) {
  const mine = (opening += 1);
  current?.ending.abort();
  const ending = new AbortController();
  current = { ending };
  shownAt = location.hash;
  markPlace(route.part);
  const first = !main.hasChildNodes();
  const slow = setTimeout(() => replace(main, el("p", { class: "loading" }, t.app.loading)), 400);
  try {
    const module = await import(`./views/${route.view}.js`);
    const shown = await module.show({
      params: route.params, query: route.query, session, signal: ending.signal, enter,
      may: (role) => may(session.role, role),
    });
    if (mine !== opening) return;
    current.unsaved = shown.unsaved;
    const heading = el("h1", { tabindex: -1 }, shown.title);
    document.title = t.app.title(shown.title, session.store);
    replace(main, el("div", { class: "head" }, heading, shown.tools), shown.body);
    if (!first) heading.focus();
    shown.shown?.();
  } catch (error) {
    if (mine !== opening || error.name === "AbortError") return;
    const heading = el("h1", { tabindex: -1 }, t.app.failed);
    replace(main, heading, failure(error, () => open(route)));
    heading.focus();
  } finally {
    clearTimeout(slow);
  }
}

start();
