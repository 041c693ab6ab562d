// Who may do what: accounts of people, tokens of programs.
import { api, path } from "../api.js";
import { el, replace } from "../dom.js";
import { time } from "../format.js";
import { ask, confirm } from "../parts/dialog.js";
import { field, menu, passwordHint } from "../parts/fields.js";
import { act, note } from "../parts/notes.js";
import { t } from "../strings.js";

const roles = () => Object.entries(t.roles);

export async function show({ session, signal }) {
  const body = el("div", { class: "stack" });
  async function load() {
    const [accounts, tokens] = await Promise.all([api.get("/accounts", { signal }), api.get("/tokens", { signal })]);
    replace(body, people(accounts.items ?? accounts, session, load), programs(tokens.items ?? tokens, load));
  }
  await load();
  return { title: t.places.accounts, body, tools: el("a", { class: "button", href: "#/audit" }, t.audit.title) };
}

function table(label, head, rows) {
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label },
    el("table", {}, el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows)));
}

function people(accounts, session, load) {
  const rows = accounts.map((account) => {
    const role = menu(roles(), account.role, { "aria-label": t.accounts.roleOf(account.name) });
    // A menu changes at each arrow key: what it says holds only after a question.
    role.addEventListener("change", async () => {
      const text = t.accounts.roleQuestion(account.name, t.roles[role.value]);
      if (!(await confirm({ title: t.accounts.change, text, yes: t.accounts.change }))) role.value = account.role;
      else await act(role, async () => {
        await api.put(path("accounts", account.name), { name: account.name, role: role.value }).finally(load);
        note(t.accounts.saved);
      });
    });
    const reset = el("button", { type: "button", "aria-label": t.accounts.passwordOf(account.name) }, t.accounts.password);
    reset.addEventListener("click", () => act(reset, () => newPassword(account)));
    const remove = account.name === session.name ? null
      : el("button", { type: "button", "aria-label": t.accounts.removeOf(account.name) }, t.accounts.remove);
    remove?.addEventListener("click", async () => {
      const text = t.accounts.removeText(account.name);
      if (!(await confirm({ title: t.accounts.remove, text, yes: t.accounts.remove, kind: "danger" }))) return;
      await act(remove, () => api.remove(path("accounts", account.name)));
      await load();
    });
    return el("tr", {}, el("th", { scope: "row" }, account.name), el("td", {}, role),
      el("td", { class: "row" }, reset, remove));
  });
  const name = el("input", { autocomplete: "off", autocapitalize: "none" });
  const password = el("input", { type: "password", autocomplete: "new-password" });
  const role = menu(roles(), "viewer");
  const add = el("button", { class: "primary" }, t.accounts.add);
  const form = el("form", { class: "card narrow", onsubmit: (event) => {
    event.preventDefault();
    act(add, async () => {
      if (password.value.length < 10) throw new Error(t.signIn.tooShort);
      await api.post("/accounts", { name: name.value.trim(), role: role.value, password: password.value });
      note(t.accounts.added(name.value.trim()));
      await load();
    });
  } }, el("h3", {}, t.accounts.add), field(t.signIn.name, name),
  field(t.signIn.newPassword, password, passwordHint(password)),
  field(t.accounts.role, role, t.accounts.roleText), add);
  return el("section", { "aria-label": t.accounts.people }, el("h2", {}, t.accounts.people),
    table(t.accounts.people, t.accounts.head, rows), form);
}

async function newPassword(account) {
  const input = el("input", { type: "password", autocomplete: "new-password" });
  const answers = [{ value: false, label: t.app.cancel }, { value: true, label: t.accounts.set, kind: "primary" }];
  if (!(await ask({ title: t.accounts.passwordOf(account.name),
    content: field(t.signIn.newPassword, input, passwordHint(input)), answers }))) return;
  if (input.value.length < 10) throw new Error(t.signIn.tooShort);
  await api.put(path("accounts", account.name), { name: account.name, role: account.role, password: input.value });
  note(t.accounts.saved);
}

function programs(tokens, load) {
  const rows = tokens.map((token) => {
    const remove = el("button", { type: "button", "aria-label": t.tokens.removeOf(token.name) }, t.tokens.remove);
    remove.addEventListener("click", async () => {
      if (!(await confirm({ title: t.tokens.remove, text: t.tokens.removeText(token.name), yes: t.tokens.remove,
        kind: "danger" }))) return;
      await act(remove, () => api.remove(path("tokens", token.id)));
      await load();
    });
    return el("tr", {}, el("th", { scope: "row" }, token.name), el("td", {}, t.roles[token.role]),
      el("td", {}, time(token.created)), el("td", {}, remove));
  });
  const name = el("input", { autocomplete: "off" });
  const role = menu(roles(), "viewer");
  const add = el("button", { class: "primary" }, t.tokens.add);
  const form = el("form", { class: "card narrow", onsubmit: (event) => {
    event.preventDefault();
    act(add, async () => {
      const made = await api.post("/tokens", { name: name.value.trim(), role: role.value });
      const secret = el("input", { readonly: true, value: made.token, class: "secret", onfocus: () => secret.select() });
      await ask({ title: t.tokens.made, content: [el("p", {}, t.tokens.once), field(t.tokens.token, secret)],
        answers: [{ value: true, label: t.tokens.noted, kind: "primary" }] });
      await load();
    });
  } }, el("h3", {}, t.tokens.add), field(t.tokens.name, name, t.tokens.nameHint), field(t.accounts.role, role), add);
  return el("section", { "aria-label": t.tokens.title }, el("h2", {}, t.tokens.title),
    el("p", { class: "hint" }, t.tokens.text),
    rows.length ? table(t.tokens.title, t.tokens.head, rows) : el("p", {}, t.tokens.none), form);
}
