// Judges a file of one object a line in batches with a precompiled library: `node stream-process.ts JOB.json`. Standard
// output is one JSON object: the number of verdicts, milliseconds from nothing to the first answer, nanoseconds of CPU.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Indexes, loadSerialised, parseJson } from "@sortie/rego";
import type { StreamJob } from "./streaming.ts";

const judgedAtOnce = 100;
const [file = ""] = process.argv.slice(2);
const {
  policy: policyFile,
  digest,
  data,
  queries: texts,
  objects,
} = JSON.parse(readFileSync(file, "utf8")) as StreamJob;

const startedAt = performance.now();
const policy = loadSerialised(readFileSync(policyFile, "utf8"), { digest });
const queries = texts.map((text) => policy.prepare(text));
queries[0]?.evaluate({ input: [], data });
const coldMs = performance.now() - startedAt;

const start = process.cpuUsage();
let verdicts = 0;
let batch: unknown[] = [];

function judge(): void {
  const indexes = new Indexes();
  for (const query of queries) {
    const byRule = query.evaluate({ input: batch, data, indexes }) as Record<string, unknown[]>;
    for (const found of Object.values(byRule)) verdicts += found.length;
  }
  batch = [];
}

for await (const line of createInterface({ input: createReadStream(objects) })) {
  if (batch.push(parseJson(line)) === judgedAtOnce) judge();
}
if (batch.length > 0) judge();
const { user, system } = process.cpuUsage(start);
process.stdout.write(JSON.stringify({ verdicts, coldMs, cpuNs: (user + system) * 1000 }));
