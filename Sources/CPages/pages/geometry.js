// Geometry of the zone editor: a plane laid into a picture, and polygons. Points are `[x, y]`.

/** The homography that takes `from` to `to`, nine numbers row by row; least squares beyond four points, `null` if there is none. */
export function homography(from, to) {
  if (from.length !== to.length || from.length < 4) return null;
  const source = normalized(from);
  const target = normalized(to);
  if (!source || !target) return null;
  const rows = [];
  for (let index = 0; index < from.length; index += 1) {
    const [x, y] = source.points[index];
    const [u, v] = target.points[index];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const solved = solve(rows.length === 8 ? rows : normalEquations(rows));
  if (!solved) return null;
  return multiply(target.back, multiply([...solved, 1], source.there));
}

/** Points moved and scaled to lie around the origin: equations of pixels and millimetres then have numbers of one size. */
function normalized(points) {
  const count = points.length;
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / count);
  const spread = points.reduce((sum, [x, y]) => sum + Math.hypot(x - middle[0], y - middle[1]), 0) / count;
  if (!(spread > 1e-9)) return null;
  const scale = Math.SQRT2 / spread;
  return {
    points: points.map(([x, y]) => [(x - middle[0]) * scale, (y - middle[1]) * scale]),
    there: [scale, 0, -middle[0] * scale, 0, scale, -middle[1] * scale, 0, 0, 1],
    back: [1 / scale, 0, middle[0], 0, 1 / scale, middle[1], 0, 0, 1],
  };
}

function normalEquations(rows) {
  const size = rows[0].length - 1;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)));
}

/** Gauss with pivots; each row ends with its right side. `null`: there is no one answer. */
function solve(system) {
  const rows = system.map((row) => [...row]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[best][column])) best = row;
    }
    if (Math.abs(rows[best][column]) < 1e-10) return null;
    [rows[column], rows[best]] = [rows[best], rows[column]];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let k = column; k <= size; k += 1) rows[row][k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, index) => row[size] / row[index]);
}

function multiply(a, b) {
  return Array.from({ length: 9 }, (_, k) => {
    const row = Math.floor(k / 3) * 3;
    const column = k % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });
}

/** Where `h` puts a point; `null` for what lies behind the camera. */
export function project(h, [x, y]) {
  const w = h[6] * x + h[7] * y + h[8];
  if (!(w > 1e-9)) return null;
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** All of a polygon, or `null` if a part of it lies behind the camera. */
export function projectAll(h, points) {
  const there = points.map((point) => project(h, point));
  return there.includes(null) ? null : there;
}

/** The corners of a rectangle: lower left, lower right, upper right, upper left (y up). */
export function rectangle(x, y, width, height) {
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
}

/** Which edges of a closed polygon cross or touch, and where: `{first, second, at}`; edge `i` goes from vertex `i` to the next. */
export function crossings(polygon) {
  const count = polygon.length;
  const found = [];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      const neighbours = j === i + 1 || (i === 0 && j === count - 1);
      if (neighbours) continue;
      const at = meeting(polygon[i], polygon[(i + 1) % count], polygon[j], polygon[(j + 1) % count]);
      if (at) found.push({ first: i, second: j, at });
    }
  }
  return found;
}

function meeting(a, b, c, d) {
  const r = [b[0] - a[0], b[1] - a[1]];
  const s = [d[0] - c[0], d[1] - c[1]];
  const cross = r[0] * s[1] - r[1] * s[0];
  if (Math.abs(cross) < 1e-12) return null;
  const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross;
  const u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [a[0] + t * r[0], a[1] + t * r[1]] : null;
}

/** Whether a point is in a picture of `size`, its edges included. */
export function inPicture([x, y], size) {
  return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
}

/** The area, positive when the vertices go clockwise on the screen (y down). */
export function area(polygon) {
  return polygon.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = polygon[(index + 1) % polygon.length];
    return sum + x * nextY - nextX * y;
  }, 0) / 2;
}

/** The middle of some points. */
export function middle(points) {
  return [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length));
}

/** Whether four corners make a convex quadrangle. */
export function isConvex(corners) {
  const signs = corners.map((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    const after = corners[(index + 2) % corners.length];
    return Math.sign((next[0] - corner[0]) * (after[1] - next[1]) - (next[1] - corner[1]) * (after[0] - next[0]));
  });
  return signs.every((sign) => sign === signs[0] && sign !== 0);
}
