import { type ApiDeps, type Call, respond } from "../api/call.ts";
import { growthOf } from "../api/limits/growth-of.ts";
import { releaseSent } from "../api/wire/body.ts";
import { readKindBody } from "../api/write/sent-object.ts";
import { parseWriteOptions, type WriteOptions } from "../api/write/write-options.ts";
import { apiVersion } from "../meta/kind.ts";
import type { Answer } from "../serve/answer.ts";
import { type Batch, readBatch } from "./read-batch.ts";
import { type Result, writeScans } from "./write-scans.ts";

/** Answers a batch with what came of each of its scans. What one was refused for says nothing about the others. */
export async function createBatch(call: Call, deps: ApiDeps): Promise<Answer> {
  const options = parseWriteOptions("CreateOptions", call.query, call.raw.headers.get("user-agent"));
  const repeated: string[] = [];
  const body = await readKindBody(call, options.noticesRepeated ? repeated : undefined);
  // Called by who has not waited: docs/reference/storage-traps.md.
  return writeBatch(call, deps, options, () => {
    const found = { repeated, growth: growthOf(call, body.sent) };
    const batch = readBatch(call.kind, body.read().value(), options.fieldValidation, found);
    releaseSent(body.sent);
    return batch;
  });
}

async function writeBatch(call: Call, deps: ApiDeps, options: WriteOptions, read: () => Batch): Promise<Answer> {
  const { kind } = call;
  const { items, warnings } = read();
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
