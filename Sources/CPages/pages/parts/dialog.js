// Questions that want an answer before anything happens.
import { el, freshId } from "../dom.js";
import { t } from "../strings.js";

/** Shows `content` with one button for each answer; gives the chosen one's value, `null` if it was closed. */
export function ask({ title, content, answers, wide = false }) {
  const heading = freshId("dialog");
  let chosen = null;
  const buttons = answers.map(({ value, label, kind }) =>
    el("button", { type: "button", class: kind, onclick: () => { chosen = value; box.close(); } }, label));
  const box = el("dialog", { "aria-labelledby": heading, class: wide ? "wide" : null },
    el("h2", { id: heading }, title), el("div", { class: "content" }, content), el("div", { class: "row end" }, buttons));
  document.body.append(box);
  return new Promise((done) => {
    box.addEventListener("close", () => {
      box.remove();
      done(chosen);
    });
    box.showModal();
  });
}

/** Whether somebody means it. */
export async function confirm({ title, text, yes, kind = "primary" }) {
  const answers = [{ value: false, label: t.app.cancel }, { value: true, label: yes, kind }];
  return (await ask({ title, content: el("p", {}, text), answers })) === true;
}
