// A form made of the settings' schema: one field a value, its meaning beside it.
import { el, replace } from "../dom.js";
import { plain } from "../format.js";
import { field, markWrong, menu } from "../parts/fields.js";
import { t } from "../strings.js";
import { resolved, valueAt } from "./values.js";

/** The form of `values`; `put(path, value)` is told each change, `null` takes a value out. */
export class SettingsForm {
  #inputs = new Map();

  constructor(schema, values, put) {
    this.root = schema;
    this.values = values;
    this.put = put;
    this.node = el("div", { class: "settings-form" }, this.#members(schema, ""));
  }

  /** Shows each problem at its field; gives back those that have none. */
  mark(problems) {
    for (const input of this.#inputs.values()) markWrong(input, "");
    return problems.filter((problem) => {
      let path = problem.path;
      while (path && !this.#inputs.has(path)) path = path.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, "");
      if (!path) return true;
      const input = this.#inputs.get(path);
      markWrong(input, problem.reason);
      for (let box = input.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      return false;
    });
  }

  #members(schema, path) {
    const needed = new Set(schema.required ?? []);
    return Object.entries(schema.properties ?? {}).map(([name, part]) => {
      const where = path ? `${path}.${name}` : name;
      return this.#part(name, resolved(part, this.root), where, needed.has(name));
    });
  }

  #part(name, schema, path, needed) {
    const label = schema.title ?? plain(name);
    if (path === "zones") return box(label, [hint(schema), el("p", {}, el("a", { href: "#/zones" }, t.settings.toZones))]);
    if (schema.type === "object") return this.#object(label, schema, path);
    if (schema.type === "array" && resolved(schema.items, this.root).type === "object") return this.#records(label, schema,
      path);
    return this.#leaf(label, schema, path, needed);
  }

  #object(label, schema, path) {
    const value = valueAt(this.values, path);
    if (schema.properties) return box(label, [hint(schema), this.#members(schema, path)],
      path.includes(".") && value === undefined);
    return box(label, [hint(schema), this.#map(schema, path)], true);
  }

  /** Names that the schema does not fix, each with a value: one row a name. */
  #map(schema, path) {
    const rows = el("div");
    const inner = resolved(schema.additionalProperties, this.root);
    const names = schema.propertyNames?.enum;
    const draw = () => {
      const present = Object.keys(valueAt(this.values, path) ?? {});
      const offered = names ?? present;
      replace(rows, offered.map((name) => this.#leaf(plain(name), inner, `${path}.${name}`, false)),
        names ? null : this.#newName(path, draw));
    };
    draw();
    return rows;
  }

  #newName(path, draw) {
    const name = el("input", { "aria-label": t.settings.newName, placeholder: t.settings.newName });
    const add = el("button", { type: "button" }, t.settings.add);
    add.addEventListener("click", () => {
      if (!/^[A-Za-z0-9_-]+$/.test(name.value)) return markWrong(name, t.settings.badName);
      this.#change(`${path}.${name.value}`, 0);
      return draw();
    });
    return el("div", { class: "row field" }, name, add);
  }

  /** A list of things of one kind: a box each. */
  #records(label, schema, path) {
    const rows = el("div");
    const inner = resolved(schema.items, this.root);
    const draw = () => {
      const list = valueAt(this.values, path) ?? [];
      replace(rows, list.map((value, index) => {
        const where = `${path}[${index}]`;
        const remove = list.length > (schema.minItems ?? 0) ? el("button", { type: "button", onclick: () => {
          this.#change(path, list.toSpliced(index, 1));
          draw();
        } }, t.settings.removeOf(value.id ?? index + 1)) : null;
        return box(value.id ?? `${label} ${index + 1}`, [this.#choice(inner, where, draw), remove], list.length > 3);
      }), el("button", { type: "button", onclick: () => {
        this.#change(`${path}[${list.length}]`, this.#blank(inner, list.length + 1));
        draw();
      } }, t.settings.addOf(label)));
    };
    draw();
    return box(label, [hint(schema), rows]);
  }

  /** What a new entry begins with: its name, and the first of the kinds that it may be. */
  #blank(schema, number) {
    const value = {};
    for (const name of [...(schema.required ?? []), ...(schema.oneOf?.[0].required ?? [])]) {
      const part = resolved(schema.properties[name], this.root);
      value[name] = part.type === "object" ? this.#blank(part, number) : name === "id" ? `new-${number}`
        : part.default ?? "";
    }
    return value;
  }

  /** A record of which one of several members must be there, as a camera's source: a menu shows that one only. */
  #choice(schema, path, redraw) {
    const kinds = (schema.oneOf ?? []).flatMap((one) => one.required ?? []);
    if (!kinds.length) return this.#members(schema, path);
    const value = valueAt(this.values, path) ?? {};
    const present = kinds.find((name) => name in value) ?? kinds[0];
    const pick = menu(kinds.map((name) => [name, t.settings.sources[name] ?? plain(name)]), present);
    pick.addEventListener("change", () => {
      this.#change(`${path}.${present}`, null);
      this.#change(`${path}.${pick.value}`, this.#blank(resolved(schema.properties[pick.value], this.root), 1));
      redraw();
    });
    const others = new Set(kinds.filter((name) => name !== present));
    const properties = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !others.has(name)));
    return [field(t.settings.kind, pick), this.#members({ ...schema, properties }, path)];
  }

  #leaf(label, schema, path, needed) {
    const value = valueAt(this.values, path);
    const input = makeInput(schema, value, needed);
    input.dataset.path = path;
    input.addEventListener("change", () => this.#change(path, readInput(input, schema)));
    this.#inputs.set(path, input);
    const standard = schema.default === undefined ? null : t.settings.standard(String(schema.default));
    const limits = schema.minimum === undefined || schema.maximum === undefined ? null : t.settings.limits(schema.minimum,
      schema.maximum);
    const words = [schema.description, limits, standard, needed ? t.settings.needed : null].filter(Boolean).join(" ");
    return field(label, input, words || null);
  }

  #change(path, value) {
    this.values = this.put(path, value);
  }
}

function box(label, content, closed = false) {
  return el("details", { open: !closed, class: "box" }, el("summary", {}, label), content);
}

function hint(schema) {
  return schema.description ? el("p", { class: "hint" }, schema.description) : null;
}

function makeInput(schema, value, needed) {
  const types = [schema.type].flat();
  if (schema.enum) return menu([...(needed ? [] : [["", t.settings.notSet]]),
    ...schema.enum.map((one) => [one, String(one)])], value ?? "");
  // A control of a camera is a number or a switch, which the camera alone knows.
  if (types.includes("boolean") && types.includes("integer")) return el("input",
    { value: value ?? "", spellcheck: "false", autocapitalize: "none" });
  if (types.includes("boolean")) {
    return menu([["", t.settings.notSet], ["true", t.settings.yes], ["false", t.settings.no]],
      value === undefined ? "" : String(value));
  }
  if (types.includes("integer") || types.includes("number")) {
    const step = types.includes("number") ? "any" : 1;
    return el("input", { type: "number", step, min: schema.minimum, max: schema.maximum, value: value ?? "",
      placeholder: schema.default });
  }
  if (types.includes("array")) return el("textarea", { rows: Math.max(2, (value ?? []).length), spellcheck: "false",
    value: (value ?? []).join("\n") });
  return el("input", { value: value ?? "", placeholder: schema.default, spellcheck: "false", autocapitalize: "none" });
}

function readInput(input, schema) {
  const types = [schema.type].flat();
  if (types.includes("array")) {
    const lines = input.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return resolvedNumber(schema) ? lines.map(Number) : lines.length ? lines : null;
  }
  if (input.value === "") return null;
  if (types.includes("boolean") && ["true", "false"].includes(input.value)) return input.value === "true";
  if (types.includes("integer") || types.includes("number")) return Number.isFinite(Number(input.value))
    ? Number(input.value) : input.value;
  return input.value;
}

function resolvedNumber(schema) {
  return ["number", "integer"].includes(schema.items?.type);
}
