// What can be done with one deviation, wherever it is shown.
import { api, path } from "../api.js";
import { el } from "../dom.js";
import { stamp, time } from "../format.js";
import { ask } from "./dialog.js";
import { act, note } from "./notes.js";
import { loadPicture } from "./picture.js";
import { t } from "../strings.js";

/** Buttons to acknowledge and to suppress; `changed` runs after either. */
export function deviationActions(deviation, { may, changed }) {
  if (deviation.closed) return el("p", { class: "quiet" }, t.deviations.closed(time(deviation.closed)));
  const told = deviation.acknowledged ? el("span", { class: "quiet" },
    t.deviations.acknowledged(time(deviation.acknowledged))) : null;
  if (!may("operator")) return told;
  const acknowledge = told ?? el("button", { type: "button" }, t.deviations.acknowledge);
  if (!told) {
    acknowledge.addEventListener("click", () => act(acknowledge, async () => {
      await api.post(path("deviations", deviation.id, "acknowledge"));
      note(t.deviations.acknowledgedNow);
      await changed();
    }));
  }
  const suppress = el("button", { type: "button" }, t.deviations.suppress);
  suppress.addEventListener("click", async () => {
    const spans = Object.entries(t.deviations.spans).map(([value, label]) => ({ value, label }));
    const span = await ask({
      title: t.deviations.suppress, content: el("p", {},
        t.deviations.suppressText(t.deviations.sentence(deviation.finding))),
      answers: [{ value: null, label: t.app.cancel }, ...spans],
    });
    if (!span) return;
    await act(suppress, async () => {
      const until = end(span);
      await api.post(path("deviations", deviation.id, "suppress"), { until: stamp(until) });
      note(t.deviations.suppressed(time(until.toISOString())));
      await changed();
    });
  });
  return el("div", { class: "row" }, acknowledge, suppress);
}

/** The end of a span from now: an hour, today, a week. */
function end(span) {
  const now = new Date();
  if (span === "hour") return new Date(now.getTime() + 3600e3);
  if (span === "week") return new Date(now.getTime() + 7 * 86400e3);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}

/** The picture of its slot when it was told. */
export function deviationPicture(deviation, signal) {
  if (!deviation.has_picture) return null;
  const image = el("img", { class: "evidence", alt: t.deviations.pictureAlt(deviation.finding.position) });
  loadPicture(path("deviations", deviation.id, "picture"), signal).then(({ url }) => {
    image.src = url;
    signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  }, () => image.remove());
  return image;
}
