import { readFileSync, statSync } from "node:fs";
import { JobError } from "@sortie/process/job-error";
import { suggest } from "@sortie/process/suggest";
import { systemReason } from "@sortie/process/system-reason";
import type { ControlInputs } from "@sortie/wire";
import { ArtifactError } from "../artifacts/artifact-error.ts";
import { parseArtifact } from "../artifacts/parse-artifact.ts";
import { ReleasedInputs } from "../artifacts/released.ts";
import type { Library } from "./library.ts";

const maxBytes = 1024 * 1024;

/**
 * The library's control inputs with those of a user's file over them, each list as a whole.
 *
 * @throws JobError `invalid_input` for a file that cannot be used, or that has an input which no rule reads.
 */
export function withControlInputs({ inputs, rules }: Pick<Library, "inputs" | "rules">, file: string): ControlInputs {
  const given = readInputs(file);
  const known = new Set([...Object.keys(inputs), ...[...rules.values()].flatMap((rule) => rule.controlInputs)]);
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    const near = suggest(name, [...known]);
    const hint = near === undefined ? `known: ${[...known].toSorted().join(", ")}` : `did you mean ${near}?`;
    throw invalid(file, `there is no control input "${name.slice(0, 100)}"; ${hint}`);
  }
  return Object.assign(Object.create(null) as ControlInputs, inputs, given);
}

function readInputs(file: string): ControlInputs {
  try {
    if (statSync(file).size > maxBytes) throw new ArtifactError(`it has more than ${maxBytes / 1024} KiB`);
    return parseArtifact("the file", readFileSync(file), ReleasedInputs);
  } catch (err) {
    if (!(err instanceof ArtifactError || (err instanceof Error && "code" in err))) throw err;
    throw invalid(file, systemReason(err), err);
  }
}

function invalid(file: string, reason: string, cause?: Error): JobError {
  return new JobError("invalid_input", `cannot use the control inputs of ${file}: ${reason}`, { retry: false, cause });
}
