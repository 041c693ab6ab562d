import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { address, match, may } from "../../Sources/CPages/pages/router.js";
import { byProduct, largest, seriesOf } from "../../Sources/CPages/pages/figures/sums.js";
import { nearest, range, scale, stacked, ticks, timeTicks } from "../../Sources/CPages/pages/figures/scale.js";
import { strength } from "../../Sources/CPages/pages/parts/fields.js";
import { changed, changesBetween, resolved, stepsOf, touches, valueAt } from "../../Sources/CPages/pages/settings/values.js";
import { lines, neighbour } from "../../Sources/CPages/pages/shelf/drawing.js";
import { t } from "../../Sources/CPages/pages/strings.js";

const folder = fileURLToPath(new URL("../../Sources/CPages/pages/", import.meta.url));
const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const text = (name) => readFileSync(join(folder, name), "utf8");

test("addresses are matched with the names in them", () => {
  assert.equal(match("#/").view, "overview");
  assert.deepEqual(match("#/zones/bay%201/edit").params, { zone: "bay 1" });
  assert.equal(match("#/zones/new/aisle-3").view, "zone-editor");
  assert.deepEqual(match("#/zones/bay-1?slot=S1-5").query, { slot: "S1-5" });
  assert.equal(match("#/nowhere"), null);
  assert.equal(match("#/zones/%E0%A4%A"), null);
  assert.equal(address("zones", "bay 1", "edit"), "#/zones/bay%201/edit");
  assert.equal(address("figures", { zone: "a b" }), "#/figures?zone=a+b");
});

test("a role may what lower roles may", () => {
  assert.equal(may("admin", "operator"), true);
  assert.equal(may("viewer", "operator"), false);
  assert.equal(may("viewer"), true);
  assert.equal(may(undefined), false);
  assert.equal(may("admin", "emperor"), false);
});

test("every view that an address names is there", () => {
  const wanted = [...text("router.js").matchAll(/view: "([a-z-]+)"/g)].map(([, view]) => `views/${view}.js`);
  assert.deepEqual(wanted.filter((name) => !files.includes(name)), []);
});

test("every string that a module uses is there", () => {
  const missing = [];
  for (const name of files.filter((file) => file.endsWith(".js") && file !== "strings.js")) {
    for (const [whole] of text(name).matchAll(/\bt\.[a-zA-Z]+(?:\.[a-zA-Z]+)*/g)) {
      let value = t;
      for (const step of whole.split(".").slice(1)) value = value?.[step];
      if (value === undefined) missing.push(`${name}: ${whole}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("no string is left that no module uses", () => {
  const all = files.filter((file) => file.endsWith(".js")).map(text).join("\n");
  const unused = Object.entries(t).flatMap(([part, strings]) => Object.keys(strings)
    .filter((name) => !all.includes(`t.${part}.${name}`)
      && !new RegExp(`t\\.${part}\\b(?!\\.)`).test(all)).map((name) => `${part}.${name}`));
  assert.deepEqual(unused, []);
});

test("nothing is read as HTML and nothing needs an exception of the content policy", () => {
  for (const name of files.filter((file) => /\.(js|html)$/.test(file))) {
    assert.doesNotMatch(text(name),
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\("style"|https?:\/\/(?!www\.w3\.org)/, name);
  }
  assert.doesNotMatch(text("index.html"), /<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
  assert.doesNotMatch(text("style.css"), /@import|url\(/);
});

test("all files together are no larger than a first page may be", () => {
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  assert.ok(bytes <= 300_000, `${bytes} bytes`);
});

test("settings' paths are taken apart, read and written", () => {
  assert.deepEqual(stepsOf("cameras[0].v4l2.width"), ["cameras", 0, "v4l2", "width"]);
  const values = { cameras: [{ id: "a", v4l2: { width: 1920 } }] };
  assert.equal(valueAt(values, "cameras[0].v4l2.width"), 1920);
  assert.equal(valueAt(values, "mqtt.host"), undefined);
  const next = changed(values, { "cameras[0].v4l2.width": 640, "mqtt.host": "broker", "cameras[1]": { id: "b" } });
  assert.deepEqual(next, { cameras: [{ id: "a", v4l2: { width: 640 } }, { id: "b" }], mqtt: { host: "broker" } });
  assert.equal(values.cameras[0].v4l2.width, 1920);
  assert.deepEqual(changed({ a: 1, b: [1, 2, 3] }, { a: null, "b[0]": null, "b[2]": null }), { b: [2] });
});

test("changes between two settings make the one of the other", () => {
  const from = { store: "a", mqtt: { host: "h", port: 1883 }, cameras: [{ id: "x", interval_seconds: 5 }],
    planograms: ["p"] };
  const to = { store: "a", mqtt: { host: "h" }, cameras: [{ id: "x", interval_seconds: 9 }, { id: "y" }],
    planograms: ["p", "q"] };
  const changes = changesBetween(from, to);
  assert.deepEqual(changes, { "mqtt.port": null, "cameras[0].interval_seconds": 9, "cameras[1]": { id: "y" },
    planograms: ["p", "q"] });
  assert.deepEqual(changed(from, changes), to);
  assert.deepEqual(changesBetween(from, from), {});
});

test("a record that is gone is taken out; other shorter lists are written whole", () => {
  const from = { cameras: [{ id: "a" }, { id: "b", guard_view: true }, { id: "c" }] };
  const to = { cameras: [{ id: "b", guard_view: false }] };
  const changes = changesBetween(from, to);
  assert.deepEqual(changes, { "cameras[0]": null, "cameras[1].guard_view": false, "cameras[2]": null });
  assert.deepEqual(changed(from, changes), to);
  assert.deepEqual(changesBetween(from, { cameras: [{ id: "z" }] }), { cameras: [{ id: "z" }] });
  assert.deepEqual(changesBetween({ list: ["x", "y"] }, { list: ["y"] }), { list: ["y"] });
});

test("references of a schema are followed, and what stands beside them holds", () => {
  const root = { $defs: { level: { enum: ["low"], default: "low" } } };
  assert.deepEqual(resolved({ $ref: "#/$defs/level", default: "high" }, root), { enum: ["low"], default: "high" });
  assert.equal(touches("mqtt.port", "mqtt"), true);
  assert.equal(touches("mqtts", "mqtt"), false);
});

test("axes have round numbers, and times at round clock times", () => {
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(-3, 11, 4), [0, 5, 10]);
  assert.deepEqual(ticks(2, 2), [2]);
  const start = Date.UTC(2026, 10, 24, 3, 10);
  assert.deepEqual(timeTicks(start, start + 6 * 3600e3, 5, 0).map((time) => new Date(time).getUTCHours()), [6, 9]);
  const map = scale([0, 10], [100, 0]);
  assert.equal(map(5), 50);
  assert.equal(map.back(50), 5);
  assert.deepEqual(range([0.5], 0, 1), [0, 1]);
  assert.deepEqual(range([3]), [2, 4]);
  assert.deepEqual(stacked([0.5, 0.25]), [[0, 0.5], [0.5, 0.75]]);
  assert.equal(nearest([0, 10, 20], 14), 1);
});

test("shares beyond the largest are summed, products weighed by the time they were seen", () => {
  const points = [{ time: "2026-11-24T00:00:00Z", share_of_shelf: { a: 0.5, b: 0.3, c: 0.2 } }];
  const { names, rows } = largest(points, 1, "others");
  assert.deepEqual(names, ["a", "others"]);
  assert.equal(rows[0].shares.others, 0.5);
  const sku = (gtin, seconds, availability) => ({ gtin, name: gtin, time: "2026-11-24T00:00:00Z", seconds,
    on_shelf_availability: availability, facings_found: 1, facings_planned: 2 });
  const [worst, best] = byProduct([sku("x", 300, 1), sku("x", 100, 0), sku("y", 10, 0.5)]);
  assert.deepEqual([worst.gtin, worst.availability, best.gtin, best.availability], ["y", 0.5, "x", 0.75]);
  assert.deepEqual(seriesOf([{ zone: "z", time: "1970-01-01T00:00:01Z", compliance: null }], "compliance"),
    [{ name: "z", points: [[1000, null]] }]);
});

test("arrow keys lead along the board and to the next one", () => {
  const slot = (position, shelf, x, y) => ({ position, shelf, x_mm: x, y_mm: y, width_mm: 100, height_mm: 200 });
  const slots = [slot("a1", "a", 0, 0), slot("a2", "a", 110, 0), slot("b1", "b", 0, 300), slot("b2", "b", 110, 300)];
  assert.equal(neighbour(slots, slots[0], "ArrowRight").position, "a2");
  assert.equal(neighbour(slots, slots[1], "ArrowUp").position, "b2");
  assert.equal(neighbour(slots, slots[0], "ArrowLeft"), null);
  assert.equal(neighbour(slots, slots[0], "Home"), null);
});

test("a name fills the lines that its slot has room for", () => {
  assert.deepEqual(lines("Rio Water Family pack", 9, 3), ["Rio Water", "Family", "pack"]);
  assert.deepEqual(lines("Extraordinary Oats", 8, 1), ["Extraor…"]);
  assert.deepEqual(lines("Oats", 2, 3), []);
});

test("a password is judged by its length first", () => {
  assert.equal(strength("short"), 0);
  assert.equal(strength("aaaaaaaaaaaa"), 1);
  assert.equal(strength("1234567890"), 1);
  assert.equal(strength("green shelf"), 2);
  assert.equal(strength("four words for shelves"), 3);
});
