import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { KubeObject } from "@sortie/kube";
import { type ScannedResource, scannedResource } from "@sortie/posture";
import { maskedObject } from "@sortie/wire";
import { withoutContents } from "../host/without-contents.ts";

/**
 * The scanned objects, masked, kept on disk until the report is sent: in memory they would be most of what a scan needs.
 * Disposing of it frees the disk.
 */
export type ObjectFile = {
  /** Writes objects as they arrive. A full disk is told by `entries`: it must not end the scan. */
  add(objects: KubeObject[]): void;
  has(id: string): boolean;
  /** Weight in risk scores; what was never added weighs nothing. A subject weighs as its role and binding do. */
  weightOf(resource: ScannedResource): number;
  /** `{"resourceID", "object"}` as JSON texts, in order of arrival. */
  entries(): AsyncGenerator<string>;
} & Disposable;

export function openObjectFile(): ObjectFile {
  const file = openWithoutName();
  const known = new Set<string>();
  const weights = new Map<string, number>();
  let failure: unknown;

  return {
    add(objects) {
      if (failure !== undefined) return;
      const lines: string[] = [];
      for (const object of objects) {
        const resource = scannedResource(object);
        if (resource === undefined || known.has(resource.id)) continue;
        known.add(resource.id);
        const weight = weightOfObject(object);
        if (weight !== 1) weights.set(resource.id, weight);
        lines.push(`${JSON.stringify({ resourceID: resource.id, object: maskedObject(withoutContents(object)) })}\n`);
      }
      try {
        writeAll(file, Buffer.from(lines.join("")));
      } catch (err) {
        failure = err;
      }
    },
    has: (id) => known.has(id),
    weightOf({ id, related }) {
      if (related.length > 0) return 1;
      return weights.get(id) ?? (known.has(id) ? 1 : 0);
    },
    async *entries() {
      if (failure !== undefined) throw failure;
      const input = createReadStream("", { fd: file, start: 0, autoClose: false });
      yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Nobody else finds the file, and however the process ends nothing of it is left. */
function openWithoutName(): number {
  const dir = mkdtempSync(join(tmpdir(), "sortie-report-"));
  const file = openSync(join(dir, "objects.ndjson"), "wx+", 0o600);
  rmSync(dir, { recursive: true });
  return file;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** Replicas count, and a little more than once each (docs/reference/posture-results.md, "Scores"). */
function weightOfObject({ spec }: KubeObject): number {
  const replicas = typeof spec === "object" && spec !== null && "replicas" in spec ? spec.replicas : 1;
  return typeof replicas === "number" && replicas > 1 ? replicas * 1.1 : 1;
}
