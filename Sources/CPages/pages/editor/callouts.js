// Each fault said at its spot in the picture, and in a list that leads there.
import { el, replace } from "../dom.js";
import { t } from "../strings.js";

const most = 6;

/** Puts a fault's words where it is; those outside what is shown are left to the list. */
export function drawCallouts(stage, faults) {
  const { width, height } = stage.box;
  const placed = [];
  const nodes = [];
  faults.forEach((fault, index) => {
    if (!fault.at || nodes.length >= most) return;
    const [x, y] = stage.toScreen(fault.at);
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    const node = el("div", { class: "callout" }, el("b", {}, String(index + 1)), " ", fault.reason);
    // Words of faults that lie together go one under the other.
    let top = Math.min(Math.max(4, y + 12), Math.max(4, height - 56));
    while (placed.some((other) => Math.abs(other.x - x) < 200 && Math.abs(other.top - top) < 52)) top += 54;
    placed.push({ x, top });
    node.style.setProperty("left", `${Math.min(Math.max(4, x - 20), Math.max(4, width - 224))}px`);
    node.style.setProperty("top", `${top}px`);
    const mark = el("div", { class: "spot" });
    mark.style.setProperty("left", `${x}px`);
    mark.style.setProperty("top", `${y}px`);
    nodes.push(mark, node);
  });
  replace(stage.callouts, nodes);
}

/** The list of faults; `go` leads to one. */
export function faultList(faults, go) {
  if (!faults.length) return el("p", { class: "fine" }, t.faults.none);
  return el("ol", { class: "faults" }, faults.map((fault) => el("li", {},
    fault.at ? el("button", { type: "button", class: "link", onclick: () => go(fault) }, fault.reason) : fault.reason)));
}
