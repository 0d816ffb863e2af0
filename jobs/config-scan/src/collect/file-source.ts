import { createReadStream, type ReadStream } from "node:fs";
import type { KubeObject } from "@sortie/kube";
import type { Rule } from "@sortie/posture";
import {
  type Batch,
  batchSize,
  isMatched,
  type ObjectSource,
  typeKey,
  typeOfObject,
  withoutHistory,
} from "@sortie/posture";
import { JobError } from "@sortie/process";
import { readLines } from "@sortie/process/read-lines";

/**
 * Reads objects from a file, by its path or open file descriptor, with one JSON object a line. Unlike a cluster's, objects that a workload owns are kept: the
 * file says what its author wants scanned.
 */
export function fileSource(file: string | number, signal: AbortSignal): ObjectSource {
  return {
    scope: "file",
    async collect(rules, wanted, onBatch) {
      const batches = batchesByType(rules, onBatch);
      for await (const objects of readObjects(file, signal)) {
        for (const object of objects) if (wanted.includes(object)) batches.add(withoutHistory(object));
      }
      batches.flush();
      return { kinds: batches.kinds, unavailable: [] };
    },
  };
}

type NamedObject = KubeObject & { apiVersion: string; kind: string };

async function* readObjects(file: string | number, signal: AbortSignal): AsyncGenerator<NamedObject[]> {
  const input = typeof file === "number" ? openStream(file, signal) : await openFile(file, signal);
  const name = typeof file === "number" ? "input" : file;
  let line = 0;
  for await (const lines of readLines(input)) {
    yield lines.flatMap((text) => {
      line += 1;
      return text.trim() === "" ? [] : parseObject(text, `${name}:${line}`);
    });
  }
}

function openStream(fd: number, signal: AbortSignal): ReadStream {
  return createReadStream("", { fd, signal });
}

async function openFile(file: string, signal: AbortSignal): Promise<ReadStream> {
  const input = createReadStream(file, { signal });
  const opened = new Promise<void>((resolve, reject) => input.once("ready", resolve).once("error", reject));
  await opened.catch((err: Error) => {
    throw new JobError("invalid_input", `cannot read ${file}: ${err.message}`, { retry: false, cause: err });
  });
  return input;
}

function parseObject(text: string, place: string): NamedObject {
  const object = parseJson(text);
  if (typeof object?.apiVersion === "string" && typeof object.kind === "string") return object as NamedObject;
  throw new JobError("invalid_input", `${place}: expected a JSON object with apiVersion and kind`, { retry: false });
}

function parseJson(text: string): KubeObject | null | undefined {
  try {
    return JSON.parse(text) as KubeObject | null;
  } catch {
    return undefined; // answered by the caller, which knows the place
  }
}

/** Collects objects that come in any order into batches of one type. Holds at most one batch of each type. */
function batchesByType(rules: Rule[], onBatch: (batch: Batch) => void) {
  const open = new Map<string, Batch & { isUsed: boolean }>();
  const kinds: Record<string, number> = {};
  const add = (object: NamedObject) => {
    const key = `${object.apiVersion}/${object.kind}`;
    let batch = open.get(key);
    if (!batch) {
      const type = typeOfObject(object.apiVersion, object.kind);
      batch = { type, objects: [], isUsed: rules.some((rule) => isMatched(rule.match, type)) };
      open.set(key, batch);
    }
    if (!batch.isUsed) return;
    batch.objects.push(object);
    if (batch.objects.length === batchSize) hand(batch);
  };
  const hand = (batch: Batch) => {
    const key = typeKey(batch.type);
    kinds[key] = (kinds[key] ?? 0) + batch.objects.length;
    onBatch({ type: batch.type, objects: batch.objects });
    batch.objects = [];
  };
  const flush = () => {
    for (const batch of open.values()) if (batch.objects.length > 0) hand(batch);
  };
  return { add, flush, kinds };
}
