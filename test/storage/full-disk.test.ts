// What storage does when its volume is full: on a small file system of its own, with something else that takes the room.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../cluster/run-command.ts";
import { type EmbeddedStorage, startEmbedded } from "./embedded-storage.ts";
import { group } from "./scans.ts";

const folder = mkdtempSync(join(tmpdir(), "sortie-full-disk-"));
const volume = join(folder, "volume");
const ballast = join(volume, "ballast");
const volumeMegabytes = 16;
const inodes = 100;
const summaries = `/apis/${group}/v1beta1/namespaces/shop/workloadconfigurationscansummaries`;
const documents = `/apis/${group}/v1beta1/namespaces/shop/sbomsyfts`;
/** More than fill the volume. */
const writesAtMost = 400;

let storage: EmbeddedStorage;
let headers: Record<string, string>;

async function start(): Promise<void> {
  storage = await startEmbedded(join(volume, "storage.sqlite"), join(folder, "kubeconfig"));
  headers = { Authorization: `Bearer ${storage.token}`, "Content-Type": "application/json" };
}

beforeAll(async () => {
  mkdirSync(volume);
  const options = `size=${volumeMegabytes}m,nr_inodes=${inodes}`;
  await runCommand("mount", ["-t", "tmpfs", "-o", options, "sortie-full-disk", volume]);
  writeFileSync(ballast, Buffer.alloc(8_000_000));
  await start();
});
afterAll(async () => {
  await storage.kill();
  await runCommand("umount", [volume]);
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answer = { code: number; retryAfter: string | null; body: any };

async function send(method: string, path: string, body?: object): Promise<Answer> {
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${storage.url}${path}`, init);
  return { code: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
}

/** 60 kB that cannot be compressed well. */
function summary(name: string, note = "x"): object {
  const text = Array.from({ length: 6000 }, (_, index) => `${name}${note}${index}`.padStart(10, "0")).join("");
  const metadata = { name, annotations: { "example.com/note": text.slice(0, 60_000) } };
  return { apiVersion: `${group}/v1beta1`, kind: "WorkloadConfigurationScanSummary", metadata };
}

it("refuses writes with 507 on a full disk, goes on reading, and takes writes again when there is room", async () => {
  const stored: string[] = [];
  let refused: Answer | undefined;
  for (let count = 0; refused === undefined && count < writesAtMost; count += 1) {
    const answer = await send("POST", summaries, summary(`s${count}`));
    if (answer.code === 201) stored.push(`s${count}`);
    else refused = answer;
  }
  expect(refused).toMatchObject({
    code: 507,
    retryAfter: "10",
    body: { kind: "Status", code: 507, reason: "InsufficientStorage", details: { retryAfterSeconds: 10 } },
  });

  expect(await names()).toEqual(stored.toSorted());
  expect((await send("GET", `${summaries}/s0`)).code).toBe(200);
  expect((await fetch(`${storage.url}/readyz`)).status).toBe(200);
  expect((await send("PUT", `${summaries}/s0`, await changed("s0"))).code).toBe(507);

  rmSync(ballast);
  expect((await send("PUT", `${summaries}/s0`, await changed("s0"))).code).toBe(200);
  expect((await send("POST", summaries, summary("later"))).code).toBe(201);
  expect((await send("DELETE", `${summaries}/s1`)).code).toBe(200);
  expect(await names()).toEqual([...stored.filter((name) => name !== "s1"), "later"].toSorted());
});

it("starts on a full disk after a stop in order, goes on reading, and takes writes when there is room", async () => {
  const before = await names();
  expect((await send("POST", documents, large("stored"))).code).toBe(201);
  await storage.stop();
  expect(() => {
    for (;;) appendFileSync(ballast, Buffer.alloc(4096));
  }).toThrow("ENOSPC");
  await start();
  expect(await names()).toEqual(before);
  expect((await send("GET", `${summaries}/s0`)).code).toBe(200);
  expect((await fetch(`${storage.url}/readyz`)).status).toBe(200);
  expect((await send("POST", summaries, summary("refused"))).code).toBe(507);
  expect(await names()).toEqual(before);
  expect((await send("GET", `${documents}/stored`)).body).toMatchObject(large("stored"));
  expect((await send("POST", documents, large("refused"))).code).toBe(507);

  rmSync(ballast);
  expect((await send("POST", summaries, summary("stored"))).code).toBe(201);
  expect(await names()).toEqual([...before, "stored"].toSorted());
  expect((await send("POST", documents, large("later"))).code).toBe(201);
  expect((await send("GET", `${documents}/later`)).body).toMatchObject(large("later"));
});

it("reads on after a start where no file can be made or changed, and says what it is", async () => {
  const before = await names();
  await storage.stop();
  const fillers = Array.from({ length: inodes }, (_, index) => join(volume, `filler-${index}`));
  expect(() => {
    for (const filler of fillers) writeFileSync(filler, "");
  }).toThrow("ENOSPC");
  await start();
  expect(await names()).toEqual(before);
  const refused = await send("POST", summaries, summary("refused"));
  expect(refused).toMatchObject({ code: 507, body: { message: "the disk has no inodes left: nothing was stored" } });
  await storage.stop();
  for (const filler of fillers) rmSync(filler, { force: true });

  await runCommand("mount", ["-o", "remount,ro", volume]);
  await start();
  expect(await names()).toEqual(before);
  const failed = await send("POST", summaries, summary("failed"));
  expect(failed).toMatchObject({
    code: 500,
    retryAfter: "10",
    body: { message: "the file system is read-only: nothing was stored" },
  });

  await runCommand("mount", ["-o", "remount,rw", volume]);
  expect((await send("POST", summaries, summary("written"))).code).toBe(201);
});

/** 1.2 MB, which takes a tenth of a megabyte of the disk. */
function large(name: string): object {
  const artifacts = Array.from({ length: 12_000 }, (_, index) => ({ id: `${name}-${index}`, name: "x".repeat(60) }));
  return { apiVersion: `${group}/v1beta1`, kind: "SBOMSyft", metadata: { name }, spec: { syft: { artifacts } } };
}

async function names(): Promise<string[]> {
  const { body } = await send("GET", summaries);
  return (body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
}

async function changed(name: string): Promise<object> {
  const { body } = await send("GET", `${summaries}/${name}`);
  return { ...summary(name, "y"), metadata: { ...body.metadata, labels: { changed: "yes" } } };
}
