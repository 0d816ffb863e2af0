import { createReadStream, type ReadStream } from "node:fs";
import type { KubeObject } from "@sortie/kube";
import { batchesByType, type NamedObject, type ObjectSource } from "@sortie/posture";
import { JobError } from "@sortie/process";
import { readLines } from "@sortie/process/read-lines";

/**
 * Reads objects from a file with one JSON object a line. Unlike a cluster's, objects that a workload owns are kept: the file
 * says what its author wants scanned.
 */
export function fileSource(file: string, signal: AbortSignal): ObjectSource {
  return {
    scope: "file",
    async collect(rules, wanted, onBatch) {
      const batches = batchesByType(rules, onBatch);
      for await (const objects of readObjects(file, signal)) {
        for (const object of objects) if (wanted.includes(object)) batches.add(object);
      }
      batches.flush();
      return { kinds: batches.kinds, unavailable: [] };
    },
  };
}

async function* readObjects(file: string, signal: AbortSignal): AsyncGenerator<NamedObject[]> {
  let line = 0;
  for await (const lines of readLines(await openFile(file, signal))) {
    yield lines.flatMap((text) => {
      line += 1;
      return text.trim() === "" ? [] : parseObject(text, `${file}:${line}`);
    });
  }
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
