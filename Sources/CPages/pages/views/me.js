// One's own account: the password.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { field, passwordHint } from "../parts/fields.js";
import { note } from "../parts/notes.js";
import { t } from "../strings.js";

export async function show({ session }) {
  const old = el("input", { type: "password", autocomplete: "current-password" });
  const first = el("input", { type: "password", autocomplete: "new-password" });
  const second = el("input", { type: "password", autocomplete: "new-password" });
  const fault = el("p", { class: "fault", role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    replace(fault);
    if (first.value.length < 10) return replace(fault, t.signIn.tooShort);
    if (first.value !== second.value) return replace(fault, t.signIn.differ);
    try {
      await api.post("/session/password", { old: old.value, new: first.value });
      for (const input of [old, first, second]) input.value = "";
      note(t.me.changed);
    } catch (error) {
      replace(fault, error.fields?.some((field) => field.path === "old") ? t.me.wrongOld : error.message);
    }
    return undefined;
  };
  const body = el("form", { class: "narrow card", onsubmit: send, novalidate: true },
    el("p", {}, t.me.text(session.name, t.roles[session.role])),
    el("h2", {}, t.me.password), field(t.me.old, old), field(t.signIn.newPassword, first, passwordHint(first)),
    field(t.signIn.again, second), fault, el("button", { class: "primary" }, t.me.change));
  return { title: t.me.title, body };
}
