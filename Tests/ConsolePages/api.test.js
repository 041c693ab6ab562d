import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Fault, api, onSignedOut, path, query, useSession } from "../../Sources/CPages/pages/api.js";

let asked = [];
let answer = () => new Response("{}");

beforeEach(() => {
  asked = [];
  answer = () => new Response("{}");
  useSession({ csrf: "secret" });
  onSignedOut(() => {});
  globalThis.fetch = async (where, options) => {
    asked.push({ where, ...options });
    return answer();
  };
});

const problem = (status, body, headers = {}) => () => new Response(JSON.stringify(body), { status, headers });

test("names are made safe, and values that are not given are left out", () => {
  assert.equal(path("zones", "bay 1/..", "slots"), "/zones/bay%201%2F../slots");
  assert.equal(query({ zone: "a&b", kind: "", from: null, limit: 25 }), "?zone=a%26b&limit=25");
  assert.equal(query({}), "");
});

test("writes carry the token and the revision; reads carry neither", async () => {
  await api.get("/zones");
  await api.put("/zones/bay-1", { id: "bay-1" }, { revision: "r7" });
  assert.equal(asked[0].where, "/api/v1/zones");
  assert.equal(asked[0].headers["X-CSRF-Token"], undefined);
  assert.equal(asked[0].cache, "no-cache");
  assert.deepEqual(asked[1].headers, { "Content-Type": "application/json", "If-Match": '"r7"', "X-CSRF-Token": "secret" });
  assert.equal(asked[1].body, '{"id":"bay-1"}');
});

test("an answer without a body is null", async () => {
  answer = () => new Response(null, { status: 204 });
  assert.equal(await api.post("/rescan"), null);
  assert.equal(asked[0].body, undefined);
});

test("problem details become an error that can be read", async () => {
  const fields = [{ path: "outline[2]", reason: "lies outside the picture" }];
  answer = problem(422, { title: "Bad zone", detail: "The zone has faults.", fields, revision: "r9" });
  await assert.rejects(api.put("/zones/a", {}), (error) => {
    assert.ok(error instanceof Fault);
    assert.deepEqual([error.status, error.message, error.fields, error.revision],
      [422, "The zone has faults.", fields, "r9"]);
    return true;
  });
});

test("an answer that is no problem document is told by its status", async () => {
  answer = () => new Response("<html>", { status: 502 });
  await assert.rejects(api.get("/zones"), /502/);
});

test("the time to wait is read from seconds and from dates", async () => {
  answer = problem(429, {}, { "Retry-After": "17" });
  await assert.rejects(api.post("/session", {}), (error) => error.retryAfter === 17);
  answer = problem(429, {}, { "Retry-After": new Date(Date.now() + 90_000).toUTCString() });
  await assert.rejects(api.post("/session", {}), (error) => error.retryAfter > 80 && error.retryAfter <= 91);
});

test("a session that has ended is told, a wrong password is not", async () => {
  let ended = 0;
  onSignedOut(() => { ended += 1; });
  answer = problem(401, {});
  await assert.rejects(api.get("/cameras"));
  await assert.rejects(api.post("/session", { name: "a", password: "b" }));
  assert.equal(ended, 1);
});

test("a network that is away is told in words", async () => {
  globalThis.fetch = async () => { throw new TypeError("fetch failed"); };
  await assert.rejects(api.get("/cameras"), /does not answer/);
});
