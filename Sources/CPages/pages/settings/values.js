// Values of the settings and their paths, as `cameras[0].v4l2.width`.

/** The steps of a path. */
export function stepsOf(path) {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined ? name : Number(index)));
}

/** The value at a path; `undefined` if there is none. */
export function valueAt(values, path) {
  return stepsOf(path).reduce((value, step) => (value === null || value === undefined ? undefined : value[step]), values);
}

/** `values` with changes written in: `{path: value}`, `null` takes a value out. The old values stay as they are. */
export function changed(values, changes) {
  const copy = structuredClone(values);
  const taken = [];
  for (const [path, value] of Object.entries(changes)) {
    const steps = stepsOf(path);
    const last = steps.pop();
    let place = copy;
    steps.forEach((step, index) => {
      if (place[step] === undefined || place[step] === null) place[step] = typeof (steps[index + 1] ?? last) === "number"
        ? [] : {};
      place = place[step];
    });
    if (value !== null) place[last] = structuredClone(value);
    else if (Array.isArray(place)) taken.push([place, last]);
    else delete place[last];
  }
  // From the end, so that places before keep their numbers.
  for (const [place, index] of taken.sort((a, b) => b[1] - a[1])) place.splice(index, 1);
  return copy;
}

/** The changes that make `to` of `from`, each at the deepest path that is enough. */
export function changesBetween(from, to, path = "") {
  if (JSON.stringify(from) === JSON.stringify(to)) return {};
  const join = (name) => (path ? `${path}.${name}` : name);
  if (isObject(from) && isObject(to)) {
    const names = new Set([...Object.keys(from), ...Object.keys(to)]);
    return Object.assign({}, ...[...names].map((name) => (name in to
      ? (name in from ? changesBetween(from[name], to[name], join(name))
      : { [join(name)]: to[name] }) : { [join(name)]: null })));
  }
  const records = (list) => Array.isArray(list) && list.every(isObject);
  if (records(from) && records(to) && from.length <= to.length) {
    return Object.assign({}, ...to.map((value, index) => (index < from.length ? changesBetween(from[index], value,
      `${path}[${index}]`)
      : { [`${path}[${index}]`]: value })));
  }
  const taken = records(from) && records(to) ? takenOut(from, to) : null;
  if (!taken) return { [path]: to };
  let next = 0;
  return Object.assign({}, ...from.map((value, index) => (taken.has(index) ? { [`${path}[${index}]`]: null }
    : changesBetween(value, to[next++], `${path}[${index}]`))));
}

/** Which records of `from` are not in `to`, if `to` is the others in their order; told apart by `id`. */
function takenOut(from, to) {
  const taken = new Set();
  let next = 0;
  from.forEach((value, index) => {
    if (value.id !== undefined && value.id === to[next]?.id) next += 1;
    else taken.add(index);
  });
  return next === to.length ? taken : null;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema with what its `$ref` names. */
export function resolved(schema, root) {
  if (!schema?.$ref) return schema ?? {};
  const target = schema.$ref.replace(/^#\//, "").split("/").reduce((place, name) => place?.[name], root);
  return { ...resolved(target, root), ...Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "$ref")) };
}

/** Whether two paths are the same place or one lies in the other. */
export function touches(path, other) {
  return path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}
