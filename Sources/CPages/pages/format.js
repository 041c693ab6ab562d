// Numbers and times for people, in the language of their browser.
import { t } from "./strings.js";

const day = { year: "numeric", month: "short", day: "numeric" };
const clock = { hour: "2-digit", minute: "2-digit" };

/** `0.934` as `93 %`; a dash for what is not known. */
export function percent(share, digits = 0) {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(digits)} %`;
}

/** A time as date and clock, of today only the clock. */
export function time(text) {
  if (!text) return "–";
  const when = new Date(text);
  if (Number.isNaN(when.getTime())) return "–";
  const today = when.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, today ? clock : { ...day, ...clock }).format(when);
}

/** How long ago, in the largest unit that says enough. */
export function ago(text, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(text)) / 1000));
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 60) return t.times.seconds(seconds);
  if (seconds < 3600) return t.times.minutes(Math.round(seconds / 60));
  if (seconds < 2 * 86400) return t.times.hours(Math.round(seconds / 3600));
  return t.times.days(Math.round(seconds / 86400));
}

/** A driver's or a setting's name for people: `exposure_time_absolute` as `Exposure time absolute`. */
export function plain(name) {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A time as the API wants it, without fractions of seconds. */
export function stamp(date) {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A time for `<input type="datetime-local">`, in this browser's zone. */
export function localStamp(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
  return shifted.toISOString().slice(0, 16);
}
