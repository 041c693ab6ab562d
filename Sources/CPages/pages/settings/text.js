// The settings as the text that they are, with line numbers and the problems at their lines.
import { el, replace } from "../dom.js";
import { t } from "../strings.js";

export class SettingsText {
  constructor(text, changed) {
    this.area = el("textarea", { class: "code", spellcheck: "false", autocapitalize: "none", wrap: "off",
      "aria-label": t.settings.text, value: text });
    this.numbers = el("div", { class: "numbers", "aria-hidden": "true" });
    this.problems = el("ol", { class: "faults" });
    this.node = el("div", {}, this.problems, el("div", { class: "code-box" }, this.numbers, this.area));
    this.marked = new Set();
    this.area.addEventListener("input", () => {
      this.#number();
      changed(this.area.value);
    });
    this.area.addEventListener("scroll", () => { this.numbers.scrollTop = this.area.scrollTop; });
    this.#number();
  }

  mark(problems) {
    this.marked = new Set(problems.map((problem) => problem.line).filter(Boolean));
    this.#number();
    replace(this.problems, problems.map((problem) => el("li", {}, problem.line
      ? el("button", { type: "button", class: "link", onclick: () => this.#go(problem.line) }, t.settings.atLine(problem))
      : t.errors.field(problem))));
    return [];
  }

  #number() {
    const count = this.area.value.split("\n").length;
    replace(this.numbers, Array.from({ length: count }, (_, index) =>
      el("div", { class: this.marked.has(index + 1) ? "wrong" : null }, String(index + 1))));
    this.numbers.scrollTop = this.area.scrollTop;
  }

  #go(line) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    this.area.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(this.area).lineHeight));
  }
}
