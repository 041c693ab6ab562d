// Labelled fields of forms.
import { el, freshId, replace, set } from "../dom.js";
import { t } from "../strings.js";

/** A field with its label and, if given, a hint that is read with it. */
export function field(label, input, hint) {
  if (!input.id) input.id = freshId("field");
  let help = null;
  if (hint) {
    help = el("p", { class: "hint", id: `${input.id}-hint` }, hint);
    input.setAttribute("aria-describedby", help.id);
  }
  return el("div", { class: "field" }, el("label", { for: input.id }, label), input, help);
}

/** Marks a field as wrong and says why; an empty reason clears it. */
export function markWrong(input, reason) {
  const place = input.closest(".field") ?? input.parentElement;
  let fault = place.querySelector(":scope > .fault");
  if (!reason) {
    fault?.remove();
    set(input, { "aria-invalid": null, "aria-errormessage": null });
    return;
  }
  if (!fault) {
    fault = el("p", { class: "fault", id: freshId("fault"), "aria-live": "polite" });
    place.append(fault);
  }
  fault.textContent = reason;
  set(input, { "aria-invalid": "true", "aria-errormessage": fault.id });
}

/** A menu: `choices` are `[value, label]`. */
export function menu(choices, value, attributes = {}) {
  const node = el("select", attributes, choices.map(([key, label]) => el("option", { value: key }, label)));
  node.value = value ?? "";
  return node;
}

/** How strong a new password is, told while it is typed. */
export function passwordHint(input) {
  const words = el("span", { role: "status" }, t.signIn.strength(0));
  const meter = el("meter", { min: 0, max: 3, low: 1, high: 2, optimum: 3, value: 0,
    "aria-label": t.signIn.strengthLabel });
  input.addEventListener("input", () => {
    const grade = strength(input.value);
    meter.value = grade;
    replace(words, t.signIn.strength(grade, input.value.length));
  });
  return [words, " ", meter];
}

/** 0: too short, 1: could be guessed, 2: good, 3: strong. Length counts most, since rules about signs can be cheated. */
export function strength(password) {
  if (password.length < 10) return 0;
  const different = new Set(password).size;
  if (different < 5 || /^(.{1,4})\1+$/.test(password) || /^\d+$/.test(password)) return 1;
  if (password.length >= 16 && different >= 8) return 3;
  return 2;
}
