import { type ApiDeps, type Call, respond } from "../api/call.ts";
import { growthOf } from "../api/limits/growth-of.ts";
import { readKindBody } from "../api/write/sent-object.ts";
import { parseWriteOptions } from "../api/write/write-options.ts";
import { apiVersion } from "../meta/kind.ts";
import type { Answer } from "../serve/answer.ts";
import { readBatch } from "./read-batch.ts";
import { type Result, writeScans } from "./write-scans.ts";

/** Answers a batch with what came of each of its scans. What one was refused for says nothing about the others. */
export async function createBatch(call: Call, deps: ApiDeps): Promise<Answer> {
  const { kind, query, raw } = call;
  const options = parseWriteOptions("CreateOptions", query, raw.headers.get("user-agent"));
  const repeated: string[] = [];
  const body = await readKindBody(call, options.noticesRepeated ? repeated : undefined);
  const { items, warnings } = readBatch(kind, body.read().value(), options.fieldValidation, {
    repeated,
    growth: growthOf(call, body.sent),
  });
  const results = await writeScans(items, deps, { manager: options.fieldManager, dryRun: options.dryRun });
  const answer = {
    kind: kind.kind,
    apiVersion: apiVersion(kind),
    metadata: {},
    status: { results: results.map(shown) },
  };
  return respond(call, 201, JSON.stringify(answer), warnings);
}

function shown(result: Result) {
  return result.outcome === "Refused" ? { outcome: result.outcome, status: result.error.status } : result;
}
