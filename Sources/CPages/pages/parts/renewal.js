// Views that follow the news without pulling anything from under the hands of who uses them.

/** A function that runs `call` at most once in `wait` milliseconds, however often it is called; ends with `signal`. */
export function paced(call, wait, signal) {
  let timer = 0;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    if (timer || signal.aborted) return;
    timer = setTimeout(async () => {
      try {
        await call();
      } catch {
        // The next piece of news tries again.
      }
      timer = 0;
    }, wait);
  };
}

const reachable = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Changes what is in `node`; the focus goes to what stands where it was, and what was unfolded stays so. */
export function renew(node, change) {
  const place = [...node.querySelectorAll(reachable)].indexOf(document.activeElement);
  const open = [...node.querySelectorAll("details")].map((details) => details.open);
  change();
  [...node.querySelectorAll("details")].forEach((details, index) => { details.open = open[index] ?? details.open; });
  if (place >= 0) [...node.querySelectorAll(reachable)][place]?.focus({ preventScroll: true });
}
