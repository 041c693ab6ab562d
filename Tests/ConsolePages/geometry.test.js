import assert from "node:assert/strict";
import { test } from "node:test";
import { area, crossings, homography, inPicture, isConvex, middle, project, projectAll, rectangle } from "../../Sources/CPages/pages/geometry.js";

const near = (actual, expected, tolerance = 1e-6) => actual.forEach((value, index) =>
  assert.ok(Math.abs(value - expected[index]) < tolerance, `${actual} is not ${expected}`));

test("a homography of four corners takes each to its place", () => {
  const from = rectangle(0, 0, 1330, 1800);
  const to = [[312, 1010], [1622, 1002], [1604, 90], [300, 96]];
  const h = homography(from, to);
  from.forEach((point, index) => near(project(h, point), to[index]));
});

test("a homography agrees with known values of a perspective view", () => {
  // (x, y) to (100 + x, 50 + 2y) / (1 + 0.001 y), by hand.
  const known = ([x, y]) => [(100 + x) / (1 + 0.001 * y), (50 + 2 * y) / (1 + 0.001 * y)];
  const from = rectangle(0, 0, 1000, 500);
  const h = homography(from, from.map(known));
  near(project(h, [500, 250]), [480, 440]);
  near(project(h, [123, 45]), known([123, 45]));
  near(h.map((value) => value / h[8]), [1, 0, 100, 0, 2, 50, 0, 0.001, 1], 1e-6);
});

test("the way back undoes the way there", () => {
  const from = rectangle(0, 0, 900, 2000);
  const to = [[10, 700], [600, 650], [580, 30], [40, 20]];
  const there = homography(from, to);
  const back = homography(to, from);
  near(project(back, project(there, [321, 1234])), [321, 1234], 1e-5);
});

test("more than four points are fitted by least squares", () => {
  const known = ([x, y]) => [(2 * x + 10) / (1 + 0.0005 * x), (3 * y + 20) / (1 + 0.0005 * x)];
  const from = [[0, 0], [1000, 0], [1000, 800], [0, 800], [500, 400], [250, 700]];
  const exact = homography(from, from.map(known));
  near(project(exact, [333, 444]), known([333, 444]), 1e-4);
  const off = from.map(known);
  off[4] = [off[4][0] + 6, off[4][1]];
  const [x] = project(homography(from, off), from[4]);
  assert.ok(x > known(from[4])[0] && x < off[4][0], "a point that is off pulls, and does not decide");
});

test("points on one line or too few of them give no homography", () => {
  assert.equal(homography([[0, 0], [1, 0], [2, 0], [3, 0]], [[0, 0], [1, 0], [2, 0], [3, 0]]), null);
  assert.equal(homography([[0, 0], [1, 0], [1, 1]], [[0, 0], [1, 0], [1, 1]]), null);
  assert.equal(homography([[5, 5], [5, 5], [5, 5], [5, 5]], rectangle(0, 0, 1, 1)), null);
});

test("what lies behind the camera has no place in the picture", () => {
  const h = [1, 0, 0, 0, 1, 0, 0, 0.01, 1];
  assert.equal(project(h, [0, -200]), null);
  assert.equal(projectAll(h, [[0, 0], [0, -200]]), null);
});

test("a bow-tie crosses once, at its middle", () => {
  const [found, ...others] = crossings([[0, 0], [10, 10], [10, 0], [0, 10]]);
  assert.equal(others.length, 0);
  assert.deepEqual([found.first, found.second], [0, 2]);
  near(found.at, [5, 5]);
});

test("a polygon whose edges only share corners does not cross", () => {
  assert.deepEqual(crossings([[0, 0], [10, 0], [10, 10], [5, 3], [0, 10]]), []);
  assert.deepEqual(crossings([[0, 0], [10, 0], [5, 8]]), []);
});

test("a vertex that touches a far edge is told", () => {
  assert.equal(crossings([[0, 0], [10, 0], [10, 10], [5, 0], [0, 10]]).length > 0, true);
});

test("area, middle, convexity and bounds", () => {
  assert.equal(area([[0, 0], [10, 0], [10, 5], [0, 5]]), 50);
  assert.equal(area([[0, 5], [10, 5], [10, 0], [0, 0]]), -50);
  near(middle([[0, 0], [10, 20]]), [5, 10]);
  assert.equal(isConvex([[0, 10], [10, 10], [10, 0], [0, 0]]), true);
  assert.equal(isConvex([[0, 10], [10, 10], [0, 0], [10, 0]]), false);
  assert.equal(isConvex([[0, 10], [10, 10], [4, 6], [0, 0]]), false);
  assert.equal(inPicture([0, 100], { width: 100, height: 100 }), true);
  assert.equal(inPicture([-0.1, 50], { width: 100, height: 100 }), false);
});
