// The settings: a form and a text, two views of one thing.
import { api } from "../api.js";
import { el, replace } from "../dom.js";
import { events } from "../events.js";
import { ask } from "../parts/dialog.js";
import { act, note } from "../parts/notes.js";
import { t } from "../strings.js";
import { diffView } from "../settings/diff.js";
import { SettingsForm } from "../settings/form.js";
import { SettingsText } from "../settings/text.js";
import { changed, changesBetween } from "../settings/values.js";

export async function show({ signal }) {
  const [document, schema] = await Promise.all([api.get("/settings", { signal }), api.get("/settings/schema", { signal })]);
  const page = new SettingsPage(document, schema, signal);
  events.on("settings", (news) => page.newer(news.revision), signal);
  return {
    title: t.places.settings, body: page.node, unsaved: () => page.unsaved,
    tools: el("a", { class: "button", href: "#/settings/history" }, t.settings.history),
  };
}

class SettingsPage {
  #timer = 0;
  #running = null;
  #mode = "form";
  #changes = {};
  #text = null;
  #checked = null;
  /** The text as it was when the form was left for it, and what the form had changed. */
  #from = { text: null, changes: {} };

  constructor(document, schema, signal) {
    this.schema = schema;
    this.signal = signal;
    this.place = el("div");
    this.pending = el("aside", { class: "pending", "aria-live": "polite", "aria-label": t.settings.pending });
    this.banner = el("div");
    this.save = el("button", { type: "button", class: "primary", onclick: () => act(this.save, () => this.#save()) },
      t.settings.save);
    this.drop = el("button", { type: "button", onclick: () => this.#start(this.document) }, t.settings.drop);
    this.tabs = ["form", "text"].map((mode) => el("button",
      { type: "button", "data-mode": mode, onclick: () => this.#show(mode) }, t.settings.modes[mode]));
    this.node = el("div", { class: "settings" },
      el("div", { class: "stack" }, this.banner, el("div", { class: "row", role: "group", "aria-label": t.settings.mode },
        this.tabs), this.place), this.pending);
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    this.#start(document);
  }

  get unsaved() {
    return this.#mode === "text" ? this.#text !== this.document.yaml : this.#text !== null
      || Object.keys(this.#changes).length > 0;
  }

  /** Somebody has saved meanwhile: said at once, and not only when saving is refused. */
  newer(revision) {
    if (revision === this.document.revision) return;
    if (!this.unsaved) api.get("/settings", { signal: this.signal }).then((next) => this.#start(next), () => {});
    else replace(this.banner, el("p", { class: "banner bad", role: "status" }, t.settings.newer));
  }

  #start(document) {
    this.document = document;
    this.#changes = {};
    this.#text = null;
    this.#checked = null;
    replace(this.banner, document.pending.length ? el("p", { class: "banner" }, t.settings.restart(document.pending))
      : null);
    if (this.#mode === "text") this.#text = document.yaml;
    this.#from = { text: document.yaml, changes: {} };
    this.#draw();
  }

  /** What is to be saved. */
  get #change() {
    return this.#mode === "text" ? { yaml: this.#text } : { values: this.#changes };
  }

  async #show(mode) {
    if (mode === this.#mode) return;
    let check = null;
    if (this.unsaved) {
      try {
        check = await api.post("/settings/check", this.#change, { signal: this.signal });
      } catch (error) {
        return void note(error.message, "bad");
      }
    }
    if (mode === "text") {
      this.#text = check?.yaml ?? this.document.yaml;
      this.#from = { text: this.#text, changes: this.#changes };
    } else if (this.#text === this.#from.text) {
      this.#changes = this.#from.changes;
    } else if (check) {
      if (!check.values) return void note(t.settings.unreadable, "bad");
      this.#changes = changesBetween(this.document.values, check.values);
    }
    this.#mode = mode;
    if (mode === "form") this.#text = null;
    this.#draw();
  }

  #draw() {
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.mode === this.#mode));
    if (this.#mode === "form") {
      this.view = new SettingsForm(this.schema, changed(this.document.values, this.#changes),
        (path, value) => this.#put(path, value));
    } else {
      this.view = new SettingsText(this.#text, (text) => {
        this.#text = text;
        this.#later();
      });
    }
    replace(this.place, this.view.node);
    this.#later(0);
  }

  #put(path, value) {
    const now = changed(changed(this.document.values, this.#changes), { [path]: value });
    this.#changes = changesBetween(this.document.values, now);
    this.#later();
    return now;
  }

  #later(wait = 400) {
    clearTimeout(this.#timer);
    this.#running?.abort();
    if (!this.unsaved) {
      this.view.mark([]);
      replace(this.pending, el("h2", {}, t.settings.pending), el("p", {}, t.settings.nothing));
      return;
    }
    this.#timer = setTimeout(() => this.#check(), wait);
  }

  async #check() {
    this.#running = new AbortController();
    const signal = AbortSignal.any([this.#running.signal, this.signal]);
    try {
      this.#checked = await api.post("/settings/check", this.#change, { signal });
    } catch (error) {
      if (error.name !== "AbortError") note(error.message, "bad");
      return;
    }
    const left = this.view.mark(this.#checked.problems);
    this.#drawPending(this.#checked, left);
  }

  #drawPending({ problems, effects, diff }, left) {
    this.save.disabled = problems.length > 0;
    replace(this.pending, el("h2", {}, t.settings.pending),
      problems.length ? el("p", { class: "fault" }, t.settings.problems(problems.length)) : null,
      left.length ? el("ul", { class: "fault" }, left.map((problem) => el("li", {}, t.errors.field(problem)))) : null,
      el("ul", { class: "effects" }, effects.map((effect) => el("li", {}, el("b", {}, effect.path), " ",
        t.settings.fromTo(effect.from, effect.to), el("br"), el("span", { class: "quiet" }, effect.effect)))),
      el("details", {}, el("summary", {}, t.settings.diff), diffView(diff)),
      el("div", { class: "row" }, this.save, this.drop));
  }

  async #save(revision = this.document.revision) {
    try {
      this.#start(await api.put("/settings", this.#change, { revision }));
      note(t.settings.saved);
    } catch (error) {
      if (error.fields?.length) this.#drawPending({ ...this.#checked, problems: error.fields },
        this.view.mark(error.fields));
      if (error.status !== 412) throw error;
      await this.#conflict();
    }
  }

  /** Shows what the other has changed; single values go into the newer file, a whole text would undo the other's. */
  async #conflict() {
    const newest = await api.get("/settings");
    const theirs = Object.keys(changesBetween(this.document.values, newest.values));
    const content = el("div", {}, el("p", {}, t.settings.conflictText(this.#mode)),
      el("ul", {}, theirs.map((path) => el("li", {}, path))));
    const answer = await ask({ title: t.conflict.title, content, answers: [
      { value: null, label: t.app.cancel }, { value: "theirs", label: t.conflict.theirs },
      { value: "mine", label: t.conflict.mine, kind: "danger" }] });
    if (answer === "theirs") this.#start(newest);
    if (answer !== "mine") return;
    const change = this.#change;
    this.document = newest;
    this.#start(await api.put("/settings", change, { revision: newest.revision }));
    note(t.settings.saved);
  }
}
