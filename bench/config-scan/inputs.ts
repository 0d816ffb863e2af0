import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { clusterObjects } from "../../test/cluster-objects/cluster-objects.ts";

/** One generated cluster as files: an object a line, as the program reads it, and an array, as command lines do. */
export type Input = { objects: number; lines: string; array: string };

export async function writeInput(objects: number, folder: string): Promise<Input> {
  const lines = join(folder, `objects-${objects}.ndjson`);
  const array = join(folder, `objects-${objects}.json`);
  const [toLines, toArray] = [createWriteStream(lines), createWriteStream(array)];
  let separator = "[\n";
  for (const object of clusterObjects(objects)) {
    const text = JSON.stringify(object);
    toLines.write(`${text}\n`);
    if (!toArray.write(`${separator}${text}`)) await once(toArray, "drain");
    separator = ",\n";
  }
  toLines.end();
  toArray.end("\n]\n");
  await Promise.all([finished(toLines), finished(toArray)]);
  return { objects, lines, array };
}
