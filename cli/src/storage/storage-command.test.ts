import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StorageCommand, StoragePlace } from "../arguments/parse-arguments.ts";
import { storageCommand } from "./storage-command.ts";

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  database = join(folder, "results.sqlite");
  const db = new DatabaseSync(database);
  // Enough of storage's own for a check, which knows its databases by their version, tables and columns.
  db.exec(`CREATE TABLE kinds (id, name); CREATE TABLE history (compacted);
    CREATE TABLE revisions (rv, kind, namespace, name, type, replaces, metadata, digest, body);
    INSERT INTO kinds VALUES (1, 'checkout'); PRAGMA user_version = 1`);
  db.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

type Action = { action: "export" | "import"; file: string } | { action: "check" };

async function run(action: Action, place: StoragePlace = { type: "database", file: database }, env = {}) {
  const stdout = new PassThrough();
  const said = { stdout: Buffer.alloc(0), stderr: "" };
  stdout.on("data", (chunk: Buffer) => (said.stdout = Buffer.concat([said.stdout, chunk])));
  const session = {
    stdin: new PassThrough(),
    stdout,
    stderr: { write: (text: string) => (said.stderr += text) },
    environment: { PATH: process.env.PATH ?? "", ...env },
    folder,
    signal: new AbortController().signal,
  };
  const command: StorageCommand = { command: "storage", place, ...action };
  const status = await storageCommand(command, session);
  return { status, ...said, stdout: said.stdout.toString("latin1") };
}

it("copies a database, checks the copy and has it taken up at the next start", async () => {
  const copy = join(folder, "copy.sqlite");
  expect(await run({ action: "export", file: copy })).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^Exported to .*copy\.sqlite: 0\.0 MB\.\n$/),
  });
  expect(await run({ action: "check" }, { type: "database", file: copy })).toMatchObject({
    status: 0,
    stdout: "The database is whole.\n",
  });
  expect(await run({ action: "import", file: copy })).toMatchObject({
    status: 0,
    stdout: "The copy is whole. Storage takes it up at its next start.\n",
  });
  expect(readdirSync(folder).toSorted()).toEqual(["copy.sqlite", "results.sqlite", "results.sqlite.import"]);
});

it("writes a copy to whoever it is piped to", async () => {
  const { stdout } = await run({ action: "export", file: "-" });
  expect(stdout.slice(0, 15)).toBe("SQLite format 3");
});

it("says what is wrong with a database, and imports none of it", async () => {
  const damaged = join(folder, "damaged");
  writeFileSync(damaged, "no database at all, but long enough to be looked at. ".repeat(100));
  const found = { status: 1, stdout: expect.stringMatching(/^1 problem:\n {2}.*not a database\n$/) };
  expect(await run({ action: "check" }, { type: "database", file: damaged })).toMatchObject(found);
  expect(await run({ action: "import", file: damaged })).toMatchObject(found);
  expect(readdirSync(folder)).not.toContain("results.sqlite.import");
});

it("leaves no half of a file, and says what storage said", async () => {
  const copy = join(folder, "copy");
  const missing: StoragePlace = { type: "database", file: join(folder, "absent") };
  await expect(run({ action: "export", file: copy }, missing)).rejects.toThrow(
    `Nothing was exported: export: ${join(folder, "absent")}: there is no such file`,
  );
  await expect(run({ action: "check" }, missing)).rejects.toThrow(
    `check: ${join(folder, "absent")}: there is no such file`,
  );
  await expect(run({ action: "import", file: copy })).rejects.toThrow("Cannot read");
  await expect(run({ action: "export", file: join(folder, "no", "copy") })).rejects.toThrow("Cannot write");
  expect(readdirSync(folder)).toEqual(["results.sqlite"]);
});

/** A kubectl that writes down what it is asked for. */
function recordingKubectl(answer: string): string {
  const kubectl = join(folder, "kubectl");
  writeFileSync(kubectl, `#!/bin/sh\necho "$@" > ${folder}/asked\n${answer}\n`);
  chmodSync(kubectl, 0o755);
  return kubectl;
}

const inCluster: StoragePlace = { type: "cluster", kubeconfig: "/k", context: "prod", namespace: "security" };
const asked = () => readFileSync(join(folder, "asked"), "utf8");

it("does it in the pod of a cluster, and says how storage is restarted", async () => {
  const KUBECTL = recordingKubectl(`cat > ${folder}/received; echo '{"problems":[]}'`);
  const { stdout } = await run({ action: "import", file: database }, inCluster, { KUBECTL });
  expect(asked()).toBe(
    "--kubeconfig /k --context prod --namespace security exec --stdin deployment/storage -- /usr/local/bin/node /app/main.mjs import -\n",
  );
  expect(stdout).toContain("next start: kubectl --namespace security rollout restart deployment/storage\n");
  expect(readFileSync(join(folder, "received"))).toEqual(readFileSync(database));
});

it("passes on what kubectl says against it", async () => {
  const KUBECTL = recordingKubectl("echo 'deployments \"storage\" not found' >&2; exit 1");
  await expect(run({ action: "import", file: database }, inCluster, { KUBECTL })).rejects.toThrow("not found");
  await expect(run({ action: "check" }, inCluster, { KUBECTL: join(folder, "gone") })).rejects.toThrow(
    "KUBECTL names another kubectl",
  );
});
