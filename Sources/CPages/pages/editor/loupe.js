// What lies under the finger, larger and beside it.
import { el, set, svg } from "../dom.js";

const size = 132;

export class Loupe {
  constructor(stage) {
    this.stage = stage;
    this.image = svg("image", { preserveAspectRatio: "none", class: "pixels" });
    this.view = svg("svg", { width: size, height: size }, this.image, svg("use", { href: "#stage-overlay" }));
    const cross = svg("svg", { width: size, height: size, class: "aim" },
      svg("path", { d: `M${size / 2} ${size / 2 - 22}v16m0 12v16M${size / 2 - 22} ${size / 2}h16m12 0h16` }));
    this.node = el("div", { class: "loupe", hidden: true, "aria-hidden": "true" }, this.view, cross);
    stage.node.append(this.node);
  }

  /** Shows the surroundings of a pixel, in the upper corner that is away from it. */
  show(pixel) {
    const zoom = Math.max(4, this.stage.scale * 3);
    const half = size / zoom / 2;
    for (const name of ["href", "width", "height"]) this.image.setAttribute(name,
      this.stage.image.getAttribute(name) ?? "");
    set(this.view, { viewBox: `${pixel[0] - half} ${pixel[1] - half} ${half * 2} ${half * 2}` });
    this.node.classList.toggle("right", this.stage.toScreen(pixel)[0] < this.stage.box.width / 2);
    this.node.hidden = false;
  }

  hide() {
    this.node.hidden = true;
  }
}
