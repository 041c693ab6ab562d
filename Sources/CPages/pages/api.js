// The appliance's API: one place for addresses, the token against forged requests, revisions and errors.
import { t } from "./strings.js";

const base = "/api/v1";
let csrf = null;
let signedOut = () => {};

/** Why the appliance did not do what it was asked. */
export class Fault extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || t.errors.status(status));
    this.status = status;
    this.fields = problem.fields ?? [];
    this.revision = problem.revision ?? null;
    this.retryAfter = retryAfter;
  }
}

/** Takes over the token of a session. */
export function useSession(session) {
  csrf = session.csrf ?? null;
}

/** `call` runs when the session has ended on the other side. */
export function onSignedOut(call) {
  signedOut = call;
}

async function ask(method, path, { body, revision, signal, accept } = {}) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (revision !== undefined && revision !== null) headers["If-Match"] = `"${revision}"`;
  if (accept) headers.Accept = accept;
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  let answer;
  try {
    answer = await fetch(base + path, {
      method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
      // The browser keeps what it has and asks with its ETag whether that still holds.
      cache: method === "GET" ? "no-cache" : "no-store", credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault(0, { detail: t.errors.unreachable });
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 && path !== "/session" && path !== "/session/password") signedOut();
  throw new Fault(answer.status, problem, seconds(answer.headers.get("Retry-After")));
}

function seconds(header) {
  if (!header) return null;
  const number = Number(header);
  return Number.isFinite(number) ? number : Math.max(1, Math.round((Date.parse(header) - Date.now()) / 1000));
}

async function json(answer) {
  if (answer.status === 204) return null;
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** `{a: 1, b: null}` as `?a=1`. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return pairs.length ? "?" + new URLSearchParams(pairs) : "";
}

/** A path of names, each made safe. */
export function path(...names) {
  return "/" + names.map(encodeURIComponent).join("/");
}

export const api = {
  get: async (where, options) => json(await ask("GET", where, options)),
  post: async (where, body, options) => json(await ask("POST", where, { body, ...options })),
  put: async (where, body, options) => json(await ask("PUT", where, { body, ...options })),
  remove: async (where, options) => json(await ask("DELETE", where, options)),

  /** A picture: its bytes, and when it was taken. */
  async picture(where, options) {
    const answer = await ask("GET", where, options);
    return { blob: await answer.blob(), capturedAt: answer.headers.get("X-Captured-At") };
  },

  /** Where a file can be fetched by a link. */
  address: (where) => base + where,
};
