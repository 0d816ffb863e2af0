import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "@sortie/kube";
import { type ScannedResource, scannedResource } from "@sortie/posture";
import { maskedObject } from "@sortie/wire";
import { withoutContents } from "../host/without-contents.ts";

/**
 * The scanned objects, masked, kept on disk until the report is sent: in memory they would be most of what a scan needs.
 * Disposing of it frees the disk.
 */
export type ObjectFile = {
  /** Writes objects as they arrive. A full disk, or none, is told by `textOf`: it must not end the scan. */
  add(objects: KubeObject[]): void;
  has(id: string): boolean;
  ids(): Iterable<string>;
  /** Weight in risk scores; what was never added weighs nothing. A subject weighs as its role and binding do. */
  weightOf(resource: ScannedResource): number;
  /** `{"resourceID", "object"}` as JSON text, of an object that is there. */
  textOf(id: string): string;
} & Disposable;

export function openObjectFile(): ObjectFile {
  let file: number | undefined;
  const places = new Map<string, Place>();
  const weights = new Map<string, number>();
  let end = 0;
  let failure: unknown;

  return {
    add(objects) {
      if (failure !== undefined) return;
      const texts: string[] = [];
      for (const object of objects) {
        const resource = scannedResource(object);
        if (resource === undefined || places.has(resource.id)) continue;
        const weight = weightOfObject(object);
        if (weight !== 1) weights.set(resource.id, weight);
        const text = JSON.stringify({ resourceID: resource.id, object: maskedObject(withoutContents(object)) });
        const length = Buffer.byteLength(text);
        places.set(resource.id, { start: end, length });
        end += length;
        texts.push(text);
      }
      try {
        file ??= openWithoutName();
        writeAll(file, Buffer.from(texts.join("")));
      } catch (err) {
        failure = err;
      }
    },
    has: (id) => places.has(id),
    ids: () => places.keys(),
    weightOf({ id, related }) {
      if (related.length > 0) return 1;
      return weights.get(id) ?? (places.has(id) ? 1 : 0);
    },
    textOf(id) {
      if (failure !== undefined) throw failure;
      const place = places.get(id);
      return file === undefined || place === undefined ? "" : readAt(file, place);
    },
    [Symbol.dispose]() {
      if (file !== undefined) closeSync(file);
    },
  };
}

/** Where an object's text is in the file, in bytes. */
type Place = { start: number; length: number };

function readAt(file: number, { start, length }: Place): string {
  const bytes = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const more = readSync(file, bytes, read, length - read, start + read);
    if (more === 0) throw new Error("the file of objects is shorter than what was written to it");
    read += more;
  }
  return bytes.toString();
}

/** Nobody else finds the file, and however the process ends nothing of it is left. */
function openWithoutName(): number {
  const dir = mkdtempSync(join(tmpdir(), "sortie-report-"));
  const file = openSync(join(dir, "objects"), "wx+", 0o600);
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
