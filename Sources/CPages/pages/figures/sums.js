// What plots and tables need of the appliance's figures.

/** One line a zone. */
export function seriesOf(points, name) {
  const zones = [...new Set(points.map((point) => point.zone))];
  return zones.map((zone) => ({
    name: zone, points: points.filter((point) => point.zone === zone).map((point) => [Date.parse(point.time),
      point[name] ?? null]),
  }));
}

/** Shares of the `count` largest brands, the others together; the largest comes first. */
export function largest(points, count, others) {
  const sums = new Map();
  for (const { share_of_shelf: shares } of points) {
    for (const [name, share] of Object.entries(shares)) sums.set(name, (sums.get(name) ?? 0) + share);
  }
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const named = ranked.slice(0, count);
  const rows = points.map((point) => {
    const shares = Object.fromEntries(named.map((name) => [name, point.share_of_shelf[name] ?? 0]));
    const rest = ranked.slice(count).reduce((sum, name) => sum + (point.share_of_shelf[name] ?? 0), 0);
    return { time: Date.parse(point.time), shares: rest > 0 ? { ...shares, [others]: rest } : shares };
  });
  return { rows, names: ranked.length > count ? [...named, others] : named };
}

/** Products with their mean availability, weighed by the time they could be seen; the worst first. */
export function byProduct(points) {
  const products = new Map();
  for (const point of points) {
    if (!products.has(point.gtin)) products.set(point.gtin, { gtin: point.gtin, name: point.name, seconds: 0, sum: 0,
      found: 0, planned: 0, points: [] });
    const product = products.get(point.gtin);
    product.seconds += point.seconds;
    product.sum += point.on_shelf_availability * point.seconds;
    product.found += point.facings_found * point.seconds;
    product.planned += point.facings_planned * point.seconds;
    product.points.push([Date.parse(point.time), point.on_shelf_availability]);
  }
  return [...products.values()].map(({ seconds, sum, found, planned, ...rest }) => ({
    ...rest, availability: seconds ? sum / seconds : null, found: seconds ? found / seconds : 0,
    planned: seconds ? planned / seconds : 0,
  })).sort((a, b) => (a.availability ?? 2) - (b.availability ?? 2) || a.name.localeCompare(b.name));
}
