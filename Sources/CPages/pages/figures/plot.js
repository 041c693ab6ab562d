// Plots that can be read by eye, by pointer, by keys and by ear.
import { el, replace, svg } from "../dom.js";
import { nearest, range, scale, stacked, ticks, timeTicks } from "./scale.js";
import { t } from "../strings.js";

/** Widths of drawings: a narrow place gets a narrow one, so that its letters stay as large as others. */
const narrow = 350;
const wide = window.innerWidth < 640 ? narrow : 640;
const edge = { left: 46, right: 12, top: 10, bottom: 26 };

function moment(time) {
  return new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "2-digit",
    minute: "2-digit" }).format(time);
}

function tickLabel(time, span) {
  const options = span > 2 * 86400e3 ? { month: "short", day: "numeric" } : { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(undefined, options).format(time);
}

/** Axes and what all plots share: a cursor at one time whose values are said. */
function frame({ label, height, width, times, values, floor, ceiling, words, readout }) {
  const [low, high] = range(values, floor, ceiling);
  const x = scale([times[0], times.at(-1)], [edge.left, width - edge.right]);
  const y = scale([low, high], [height - edge.bottom, edge.top]);
  const span = times.at(-1) - times[0];
  const node = svg("svg", { class: "plot", viewBox: `0 0 ${width} ${height}`, tabindex: 0, role: "slider",
    "aria-label": label,
    "aria-valuemin": 0, "aria-valuemax": times.length - 1, "aria-valuenow": times.length - 1 });
  for (const value of ticks(low, high, Math.max(2, Math.round(height / 50)))) {
    node.append(svg("line", { class: "grid", x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      svg("text", { class: "axis end", x: edge.left - 6, y: y(value) + 4 }, words(value)));
  }
  for (const time of span > 0 ? timeTicks(times[0], times.at(-1), width / 120) : times.slice(0, 1)) {
    node.append(svg("text", { class: "axis middle", x: x(time), y: height - 8 }, tickLabel(time, span)));
  }
  const layer = svg("g");
  const cursor = svg("line", { class: "cursor", y1: edge.top, y2: height - edge.bottom, visibility: "hidden" });
  node.append(layer, cursor);
  const output = el("p", { class: "readout" }, t.plots.hint);
  let index = times.length - 1;
  const at = (next) => {
    index = Math.max(0, Math.min(times.length - 1, next));
    const text = `${moment(times[index])}: ${readout(index)}`;
    for (const [name, value] of Object.entries({ x1: x(times[index]), x2: x(times[index]),
      visibility: "visible" })) cursor.setAttribute(name, value);
    node.setAttribute("aria-valuenow", index);
    node.setAttribute("aria-valuetext", text);
    replace(output, text);
  };
  node.setAttribute("aria-valuetext", `${moment(times[index])}: ${readout(index)}`);
  node.addEventListener("pointermove", (event) => {
    const box = node.getBoundingClientRect();
    at(nearest(times, x.back(((event.clientX - box.left) / box.width) * width)));
  });
  node.addEventListener("focus", () => at(index));
  node.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10, Home: -times.length, End: times.length };
    if (!(event.key in steps)) return;
    at(index + steps[event.key]);
    event.preventDefault();
  });
  return { node, layer, x, y, output };
}

function table(label, heads, rows) {
  return el("details", {}, el("summary", {}, t.plots.table),
    el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, el("table", { class: "compact" },
      el("caption", { class: "aside" }, label),
      el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first),
        rest.map((cell) => el("td", {}, cell))))))));
}

function key(names, kind) {
  return el("ul", { class: "legend" }, names.map((name, index) => el("li", {},
    svg("svg", { class: "key", viewBox: "0 0 24 10", "aria-hidden": "true" }, kind === "line"
      ? svg("line", { class: `line s${index % 8}`, x1: 0, x2: 24, y1: 5, y2: 5 })
      : svg("rect", { class: `part s${index % 8}`, width: 24, height: 10 })), " ", name)));
}

/** Lines over time; `width: 350` for a narrow place: `series` of `{name, points: [[time, value], ...]}`, `marks` are levels with a name. */
export function linePlot({ label, series, marks = [], height = 220, width = wide, floor, ceiling, words }) {
  const times = [...new Set(series.flatMap((one) => one.points.map(([time]) => time)))].sort((a, b) => a - b);
  if (!times.length) return el("p", { class: "hint" }, t.plots.none);
  const lookup = series.map((one) => new Map(one.points));
  const known = (value) => value !== null && value !== undefined;
  const tell = (value) => (known(value) ? words(value) : "–");
  const values = [...series.flatMap((one) => one.points.map(([, value]) => value)).filter(known),
    ...marks.map((mark) => mark.value)];
  const readout = (index) => series.map((one, place) => `${one.name} ${tell(lookup[place].get(times[index]))}`).join(", ");
  const { node, layer, x, y, output } = frame({ label, height, width, times, values, floor, ceiling, words, readout });
  for (const mark of marks) {
    layer.append(svg("line", { class: "mark", x1: edge.left, x2: width - edge.right, y1: y(mark.value),
      y2: y(mark.value) }),
      svg("text", { class: "axis", x: edge.left + 4, y: y(mark.value) - 4 }, mark.name));
  }
  series.forEach((one, place) => {
    let d = "";
    let pen = "M";
    for (const [time, value] of one.points) {
      // A time that was not watched is a gap and no line.
      if (!known(value)) pen = "M";
      else {
        d += `${pen}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
        pen = "L";
      }
    }
    layer.append(svg("path", { class: `line s${place % 8}`, d, fill: "none" }));
    if (one.points.length === 1 && known(one.points[0][1])) layer.append(svg("circle",
      { class: `dot s${place % 8}`, cx: x(one.points[0][0]), cy: y(one.points[0][1]), r: 3 }));
  });
  return el("div", { class: "plot-box" }, node, output, series.length > 1 ? key(series.map((one) => one.name), "line")
    : null,
    table(label, [t.plots.time, ...series.map((one) => one.name)],
      times.map((time) => [moment(time), ...lookup.map((map) => tell(map.get(time)))])));
}

/** Shares over time, stacked: `rows` are `{time, shares: {name: share}}`, `names` from the bottom up. */
export function stackPlot({ label, rows, names, height = 220, words }) {
  if (!rows.length) return el("p", { class: "hint" }, t.plots.none);
  const times = rows.map((row) => row.time);
  const parts = rows.map((row) => stacked(names.map((name) => row.shares[name] ?? 0)));
  const readout = (index) => names.map((name) => `${name} ${words(rows[index].shares[name] ?? 0)}`).join(", ");
  const { node, layer, x, y, output } = frame({ label, height, width: wide, times, values: [0, 1], floor: 0, ceiling: 1,
    words, readout });
  names.forEach((name, place) => {
    const top = parts.map((stack, index) => `${x(times[index]).toFixed(1)} ${y(stack[place][1]).toFixed(1)}`);
    const bottom = parts.map((stack, index) => `${x(times[index]).toFixed(1)} ${y(stack[place][0]).toFixed(1)}`).reverse();
    layer.append(svg("path", { class: `part s${place % 8}`, d: `M${[...top, ...bottom].join("L")}Z` }));
  });
  return el("div", { class: "plot-box" }, node, output, key(names, "part"),
    table(label, [t.plots.time, ...names],
      rows.map((row) => [moment(row.time), ...names.map((name) => words(row.shares[name] ?? 0))])));
}
