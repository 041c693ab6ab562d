// A unified diff, line by line.
import { el } from "../dom.js";
import { t } from "../strings.js";

const kinds = { "+": "plus", "-": "minus", "@": "place" };

export function diffView(text) {
  if (!text?.trim()) return el("p", { class: "hint" }, t.settings.same);
  const lines = text.replace(/\n$/, "").split("\n").filter((line) => !line.startsWith("+++") && !line.startsWith("---"));
  return el("pre", { class: "diff", tabindex: 0, role: "group", "aria-label": t.settings.diff },
    lines.map((line) => el("span", { class: kinds[line[0]] ?? null }, `${line}\n`)));
}
