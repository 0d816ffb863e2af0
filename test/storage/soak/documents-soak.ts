import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { endOf, type Soak, type SoakOptions } from "../../rego/soak/soak.ts";
import { type EmbeddedStorage, startEmbedded } from "../embedded-storage.ts";
import { group } from "../scans.ts";
import type { Question, Slowest } from "./slowest-answer.ts";

const documents = 1000;
const megabytesEach = 2;
const slowWatchers = 100;
const atOnce = 3;
/** A pod of the public server may have so much. */
const mostMegabytes = 1500;
/** kube-apiserver takes a server that does not answer for so long for unavailable. */
const mostMs = 5000;
const path = `/apis/${group}/v1beta1/namespaces/kubescape/sbomsyfts`;

/** Large documents, read whole and all at once, while others ask for little and many do not read what they asked for. */
export const documentsSoak: Soak = {
  name: "documents",
  description: `lists of ${documents} SBOMs of ${megabytesEach} MB: whole, in bounded memory, and nobody else waits; three minutes to fill`,
  run: async (options) => {
    const folder = mkdtempSync(join(tmpdir(), "sortie-documents-"));
    const storage = await startEmbedded(join(folder, "storage.sqlite"), join(folder, "kubeconfig"));
    try {
      return await judged(storage, options);
    } finally {
      await storage.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** As many lists as there is time for, but at least one of each form. */
async function judged(storage: EmbeddedStorage, options: SoakOptions) {
  const observed = observe(storage);
  await fill(storage);
  const end = endOf(options);
  const stopWatching = await watchWithoutReading(storage);
  const forms: [name: string, headers: Record<string, string>][] = [
    ["in JSON", { "Accept-Encoding": "identity" }],
    ["compressed", {}],
    ["in protobuf", { Accept: "application/vnd.kubernetes.protobuf", "Accept-Encoding": "identity" }],
  ];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const judge = (what: string, isRight: boolean) => {
    counts[isRight ? "passed" : "failed"] += 1;
    options.print(`${isRight ? "ok" : "NOT OK"}: ${what}`);
  };
  do {
    for (const [name, headers] of forms) {
      const seen = await countListed(storage, headers);
      judge(`${seen} documents of ${documents} ${name}`, seen === documents);
    }
  } while (performance.now() < end);
  stopWatching();
  const { slowestMs, answers, failures } = await observed.stop();
  judge(`${failures} short requests got no answer`, failures === 0);
  judge(`the slowest of ${answers} short answers took ${slowestMs.toFixed(0)} ms`, slowestMs < mostMs);
  const peak = peakMegabytes(storage);
  judge(`at most ${peak} MB of memory`, peak < mostMegabytes);
  return counts;
}

function request(storage: EmbeddedStorage, at: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${storage.token}`, ...(init.headers as Record<string, string>) };
  return fetch(`${storage.url}${at}`, { ...init, headers });
}

async function fill(storage: EmbeddedStorage): Promise<void> {
  let next = 0;
  const write = async () => {
    while (next < documents) {
      next += 1;
      const body = JSON.stringify(document(next));
      const headers = { "Content-Type": "application/json" };
      const { status } = await request(storage, path, { method: "POST", body, headers });
      if (status !== 201) throw new Error(`a document was answered with ${status}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, write));
}

function document(number: number) {
  const artifact = (index: number) => ({
    id: `${number}-${index}`,
    name: `package-${index}`,
    version: `1.${index}.${number}`,
    type: "deb",
    purl: `pkg:deb/debian/package-${index}@1.${index}.${number}?arch=amd64`,
    cpes: [{ cpe: `cpe:2.3:a:package-${index}:package-${index}:1.${index}.${number}:*:*:*:*:*:*:*` }],
  });
  const artifacts = Array.from({ length: megabytesEach * 3000 }, (_, index) => artifact(index));
  return { metadata: { name: `image-${number}` }, spec: { syft: { artifacts } } };
}

/** Counts the documents as their bytes pass by, in either encoding: their names stand nowhere else. */
async function countListed(storage: EmbeddedStorage, headers: Record<string, string>): Promise<number> {
  const response = await request(storage, `${path}?resourceVersion=fullSpec`, { headers });
  const name = "image-";
  let seen = 0;
  let rest = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const text = rest + piece;
    seen += text.split(name).length - 1;
    // Too short to be one that is counted, long enough to be the beginning of one.
    rest = text.slice(1 - name.length);
  }
  return seen;
}

/** Watches that are opened and never read. */
async function watchWithoutReading(storage: EmbeddedStorage): Promise<() => void> {
  const stop = new AbortController();
  const open = () => request(storage, `${path}?watch=1&resourceVersion=0`, { signal: stop.signal });
  await Promise.all(Array.from({ length: slowWatchers }, open));
  return () => stop.abort();
}

/** Measures short answers until it is stopped. */
function observe({ url, token }: EmbeddedStorage): { stop(): Promise<Slowest> } {
  const workerData: Question = { url: `${url}/apis/${group}/v1beta1`, token };
  const thread = new Worker(join(import.meta.dirname, "slowest-answer.ts"), { workerData });
  return {
    stop: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      thread.postMessage("stop");
      const [slowest] = (await once(thread, "message")) as [Slowest];
      await thread.terminate();
      return slowest;
    },
  };
}

function peakMegabytes({ pid }: EmbeddedStorage): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
