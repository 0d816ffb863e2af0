import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { ArtifactError } from "./artifact-error.ts";
import { maxArtifactBytes, tooLarge } from "./parse-artifact.ts";
import { readSet } from "./read-set.ts";
import type { ReleasedSet } from "./released.ts";

const mostFiles = 200;
const mostBytes = 8 * maxArtifactBytes;

/**
 * Reads the artifacts of a folder: files as released, with or without `.json`, or those of `kubescape download artifacts`.
 * Tables (`.csv`) and other files with an ending are left alone.
 *
 * @throws ArtifactError saying which artifact cannot be used, and why.
 */
export function readArtifacts(folder: string): ReleasedSet {
  const files = namesIn(folder).flatMap((entry) => {
    const [, name, ending] = /^([^.].*?)(\.json)?$/.exec(entry) ?? [];
    if (name === undefined || (ending === undefined && name.includes(".")) || isTable(name)) return [];
    const path = join(folder, entry);
    return isFile(path) ? [{ name, path }] : [];
  });
  if (files.length > mostFiles) throw new ArtifactError(`${folder} has more than ${mostFiles} artifacts`);
  let bytes = 0;
  const artifacts = new Map<string, Uint8Array>();
  for (const { name, path } of files) {
    const { size } = statSync(path);
    bytes += size;
    if (size > maxArtifactBytes) throw tooLarge(name);
    if (bytes > mostBytes) throw new ArtifactError(`${folder} has more than ${mostBytes / 2 ** 20} MiB of artifacts`);
    artifacts.set(name, readFileSync(path));
  }
  return readSet(artifacts);
}

/** Releases have two tables that say which names belong together, which the other files say as well. */
function isTable(name: string): boolean {
  return name === "ControlID_RuleName" || name === "FWName_CID_CName";
}

/** The files of a mounted ConfigMap are links to files. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (err) {
    if (!(err instanceof Error && "code" in err)) throw err;
    throw new ArtifactError(`${folder} cannot be read: ${systemReason(err)}`, { cause: err });
  }
}
