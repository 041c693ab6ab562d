// Signing in; and the very first time, the name and password of the first account.
import { api } from "../api.js";
import { el, freshId, replace } from "../dom.js";
import { field, passwordHint } from "../parts/fields.js";
import { t } from "../strings.js";

export async function show({ session, enter }) {
  return session.state === "first_run" ? firstRun(enter) : signIn(enter, session);
}

function form(parts, button, send) {
  const fault = el("p", { class: "fault", role: "alert" });
  const submit = el("button", { class: "primary", type: "submit" }, button);
  const node = el("form", { class: "narrow card", novalidate: true }, parts, fault, submit);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    replace(fault);
    submit.disabled = true;
    try {
      await send();
    } catch (error) {
      replace(fault, error.status === 429 ? t.signIn.wait(error.retryAfter ?? 60) : error.message);
      submit.disabled = false;
      if (error.status === 429) countDown(fault, submit, error.retryAfter ?? 60);
    }
    submit.disabled = submit.dataset.waiting === "yes";
  });
  return node;
}

/** Keeps the button off until the appliance listens again; says so once, then only counts. */
function countDown(fault, submit, seconds) {
  const until = Date.now() + seconds * 1000;
  submit.dataset.waiting = "yes";
  fault.setAttribute("aria-live", "off");
  const timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    replace(fault, left > 0 ? t.signIn.wait(left) : "");
    if (left > 0 && submit.isConnected) return;
    clearInterval(timer);
    submit.dataset.waiting = "";
    submit.disabled = false;
    fault.removeAttribute("aria-live");
  }, 1000);
}

function signIn(enter, session) {
  const name = el("input", { id: freshId("name"), autocomplete: "username", required: true, autocapitalize: "none" });
  const password = el("input", { id: freshId("password"), type: "password", autocomplete: "current-password",
    required: true });
  const body = form([field(t.signIn.name, name), field(t.signIn.password, password)], t.signIn.in, async () => {
    try {
      await enter(await api.post("/session", { name: name.value.trim(), password: password.value }));
    } catch (error) {
      password.select();
      throw error.status === 401 ? new Error(t.signIn.wrong) : error;
    }
  });
  const title = session.store ? t.signIn.titleOf(session.store) : t.signIn.title;
  return { title, body, shown: () => name.focus() };
}

function firstRun(enter) {
  const name = el("input", { id: freshId("name"), autocomplete: "username", required: true, value: "admin",
    autocapitalize: "none" });
  const first = el("input", { id: freshId("password"), type: "password", autocomplete: "new-password", required: true });
  const second = el("input", { id: freshId("again"), type: "password", autocomplete: "new-password", required: true });
  const parts = [
    el("p", {}, t.signIn.firstText), field(t.signIn.name, name),
    field(t.signIn.newPassword, first, passwordHint(first)), field(t.signIn.again, second),
  ];
  const body = form(parts, t.signIn.create, async () => {
    if (!name.value.trim()) throw new Error(t.signIn.noName);
    if (first.value.length < 10) throw new Error(t.signIn.tooShort);
    if (first.value !== second.value) throw new Error(t.signIn.differ);
    await enter(await api.post("/session/setup", { name: name.value.trim(), password: first.value }));
  });
  return { title: t.signIn.first, body, shown: () => name.focus() };
}
