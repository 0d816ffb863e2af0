import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@sortie/process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { paths, summary } from "../testing/scans.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openTestServer } from "../testing/test-server.ts";
import { openAuditLog } from "./audit-log.ts";

let folder: string;
let file: string;
const log = createLogger("storage", "silent");
const ns = paths.summaries("shop");
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, "audit.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("notes who did what to which object, and nothing of what was in it", async () => {
  const audit = openAuditLog(file, 1, log);
  await using server = await openTestServer({ answered: audit.note });
  const secret = { ...summary("web"), metadata: { name: "web", annotations: { note: "s3cret" } } };
  const headers = { "Audit-Id": "0f1c-22", traceparent, Authorization: "Bearer s3cret" };
  await server.send("POST", `${ns}?fieldManager=job`, secret, headers);
  await server.send("GET", `${ns}/gone`);
  await server.send("GET", "/apis");
  await audit.close();

  const text = readFileSync(file, "utf8");
  expect(text).not.toContain("s3cret");
  const events = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(events[0]).toEqual({
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "Metadata",
    auditID: "0f1c-22",
    stage: "ResponseComplete",
    requestURI: `${ns}?fieldManager=job`,
    verb: "create",
    user: { username: "tester", groups: [] },
    userAgent: "tester/1",
    objectRef: {
      resource: "workloadconfigurationscansummaries",
      namespace: "shop",
      apiGroup: "spdx.softwarecomposition.kubescape.io",
      apiVersion: "v1beta1",
    },
    responseStatus: { metadata: {}, code: 201 },
    requestReceivedTimestamp: "2026-08-22T14:55:00.000000Z",
    stageTimestamp: expect.stringMatching(/^2026-08-22T14:55:\d\d\.\d{3}000Z$/),
    annotations: { "sortie.dev/trace-id": "0af7651916cd43dd8448eb211c80319c" },
  });
  expect(events.slice(1)).toMatchObject([{ verb: "get", objectRef: { name: "gone" }, responseStatus: { code: 404 } }]);
});

it("notes those who are refused", async () => {
  const audit = openAuditLog(file, 1, log);
  await using server = await openTestServer({
    answered: audit.note,
    authenticate: async () => ({ refused: "nobody" }),
  });
  await server.send("DELETE", `${ns}/web`);
  await audit.close();
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    user: {},
    verb: "delete",
    responseStatus: { code: 401 },
  });
});

it("keeps two files of the size it is given, readable by nobody else", async () => {
  const audit = openAuditLog(file, 1, log);
  await using server = await openTestServer({ answered: audit.note });
  for (let round = 0; round < 8; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => server.send("GET", `${ns}/${"x".repeat(4000)}`)));
  }
  await audit.close();
  for (const each of [file, `${file}.1`]) {
    expect(statSync(each).size).toBeLessThanOrEqual(1_000_000);
    expect(statSync(each).mode & 0o777).toBe(0o600);
  }
  expect(existsSync(`${file}.2`)).toBe(false);
});

it("goes on and counts what the disk did not take", async () => {
  const told: unknown[] = [];
  const telling = Object.assign(createLogger("storage", "silent"), { error: (what: unknown) => told.push(what) });
  const audit = openAuditLog(join(folder, "no", "such", "folder"), 1, telling);
  await using server = await openTestServer({ answered: audit.note, gauges: audit.gauges });
  expect((await server.send("POST", ns, summary("web"))).code).toBe(201);
  await audit.close();
  expect((await server.send("GET", "/metrics")).body).toContain("apiserver_audit_error_total 1");
  await server.send("GET", ns);
  await audit.close();
  expect(told, "not with each request").toHaveLength(1);
});
