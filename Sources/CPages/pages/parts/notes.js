// Short messages: a line that goes by, and an error that stays with a way on.
import { el } from "../dom.js";
import { t } from "../strings.js";

/** Says something that needs no answer; screen readers hear it. */
export function note(text, kind = "") {
  const line = el("p", { class: `note ${kind}` }, text);
  document.getElementById("notes").append(line);
  setTimeout(() => line.remove(), kind === "bad" ? 12000 : 6000);
}

/** What went wrong, in place of what was wanted. */
export function failure(error, again) {
  return el("div", { class: "failure", role: "alert" },
    el("p", {}, error.message),
    error.fields?.length ? el("ul", {}, error.fields.map((field) => el("li", {}, t.errors.field(field)))) : null,
    again ? el("button", { type: "button", onclick: again }, t.errors.again) : null);
}

/** Runs what a button does: disabled meanwhile, and an error is said. */
export async function act(button, call) {
  button.disabled = true;
  try {
    return await call();
  } catch (error) {
    if (error.name !== "AbortError") note(error.message, "bad");
    return undefined;
  } finally {
    button.disabled = false;
  }
}
