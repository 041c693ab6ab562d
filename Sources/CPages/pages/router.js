// Addresses of the page's views: `#/zones/bay-1?tool=outline`.

/** Patterns and the module of each view. */
export const routes = [
  { pattern: "/", view: "overview", part: "overview" },
  { pattern: "/cameras", view: "cameras", part: "cameras" },
  { pattern: "/cameras/:camera", view: "camera", part: "cameras" },
  { pattern: "/zones", view: "zones", part: "zones" },
  { pattern: "/zones/new/:camera", view: "zone-editor", part: "zones", role: "operator" },
  { pattern: "/zones/:zone/edit", view: "zone-editor", part: "zones", role: "operator" },
  { pattern: "/zones/:zone", view: "shelf", part: "zones" },
  { pattern: "/deviations", view: "deviations", part: "deviations" },
  { pattern: "/figures", view: "figures", part: "figures" },
  { pattern: "/settings", view: "settings", part: "settings", role: "admin" },
  { pattern: "/settings/history", view: "settings-history", part: "settings" },
  { pattern: "/accounts", view: "accounts", part: "accounts", role: "admin" },
  { pattern: "/audit", view: "audit", part: "accounts", role: "admin" },
  { pattern: "/me", view: "me", part: "me" },
];

const ranks = { viewer: 0, operator: 1, admin: 2 };

/** Whether `role` includes what `needed` may do. */
export function may(role, needed) {
  return (ranks[role] ?? -1) >= (ranks[needed ?? "viewer"] ?? 3);
}

/** The route of an address, with the names in it; `null` if there is none. */
export function match(hash) {
  const [place, search = ""] = hash.replace(/^#/, "").split("?");
  const parts = split(place);
  for (const route of routes) {
    const wanted = split(route.pattern);
    if (wanted.length !== parts.length) continue;
    const params = {};
    if (wanted.every((name, index) => fits(name, parts[index], params))) {
      return { ...route, params, query: Object.fromEntries(new URLSearchParams(search)) };
    }
  }
  return null;
}

function split(place) {
  return place.split("/").filter((part) => part !== "");
}

function fits(name, part, params) {
  if (!name.startsWith(":")) return name === part;
  try {
    params[name.slice(1)] = decodeURIComponent(part);
  } catch {
    return false;
  }
  return true;
}

/** An address: `address("zones", "bay 1", "edit")` is `#/zones/bay%201/edit`. */
export function address(...names) {
  const last = names.at(-1);
  const search = typeof last === "object" ? "?" + new URLSearchParams(names.pop()) : "";
  return "#/" + names.map(encodeURIComponent).join("/") + search;
}
