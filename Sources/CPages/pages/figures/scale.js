// Axes: from values to places, and round numbers and times to write beside them.

/** A straight scale from `[low, high]` to `[from, to]`. */
export function scale([low, high], [from, to]) {
  const span = high - low || 1;
  const map = (value) => from + ((value - low) / span) * (to - from);
  map.back = (place) => low + ((place - from) / (to - from)) * span;
  return map;
}

/** Round numbers that divide a range into about `count` parts. */
export function ticks(low, high, count = 5) {
  const raw = (high - low) / count;
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const minute = 60e3;
const spans = [1, 5, 10, 30, 60, 180, 360, 720, 1440, 2880, 10080, 20160, 43200].map((minutes) => minutes * minute);

/** Times at round clock times, about `count` of them; `zone` is the offset from UTC in minutes, as `getTimezoneOffset` has it. */
export function timeTicks(low, high, count = 5, zone = new Date(low).getTimezoneOffset()) {
  const step = spans.find((span) => span >= (high - low) / count) ?? spans.at(-1);
  const shift = zone * minute;
  const first = Math.ceil((low - shift) / step) * step + shift;
  const times = [];
  for (let time = first; time <= high; time += step) times.push(time);
  return times;
}

/** The range of some values, with a little room; `floor` and `ceiling` are in it. */
export function range(values, floor, ceiling) {
  const all = [...values, floor, ceiling].filter((value) => Number.isFinite(value));
  const low = Math.min(...all);
  const high = Math.max(...all);
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** Parts of one point stacked upon each other: `[[from, to], ...]`. */
export function stacked(parts) {
  let sum = 0;
  return parts.map((part) => {
    const from = sum;
    sum += part;
    return [from, sum];
  });
}

/** The index of the time nearest to `time` in a rising list. */
export function nearest(times, time) {
  let best = 0;
  times.forEach((one, index) => {
    if (Math.abs(one - time) < Math.abs(times[best] - time)) best = index;
  });
  return best;
}
