// Evaluates the queries of a bench job with @sortie/rego: `node sortie-engine.ts JOB.json RESULTS.json`. Standard output
// is one JSON object: nanoseconds of CPU of each phase and of each query.
import { readFileSync, writeFileSync } from "node:fs";
import { compile, Indexes, parseJson } from "@sortie/rego";
import type { BenchJob } from "./job.ts";

const [jobFile = "", resultsFile = ""] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobFile, "utf8")) as BenchJob;

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

const start = cpu();
const policy = compile(job.modules);
const prepared = job.queries.map(({ name, query }) => ({ name, query: policy.prepare(query) }));
const compiled = cpu();
const input = parseJson(readFileSync(job.input, "utf8"));
const loaded = cpu();
// As config-scan evaluates: with indexes of the input for all rules, and sets in the order in which they were found.
const results: unknown[] = [];
const indexes = new Indexes();
const queries = prepared.map(({ name, query }) => {
  const before = cpu();
  results.push(query.evaluate({ input, data: job.data, indexes, unsortedSets: true }));
  return { name, cpuNs: cpu() - before };
});
const phases = { compile: compiled - start, load: loaded - compiled, evaluate: cpu() - loaded };
writeFileSync(resultsFile, JSON.stringify(results));
process.stdout.write(JSON.stringify({ phases, queries }));
