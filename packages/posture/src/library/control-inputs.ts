import { readFileSync, statSync } from "node:fs";
import { JobError } from "@sortie/process/job-error";
import { suggest } from "@sortie/process/suggest";
import { systemReason } from "@sortie/process/system-reason";
import { ControlInput, type ControlInputs } from "@sortie/wire";
import { z } from "zod";
import { ArtifactError } from "../artifacts/artifact-error.ts";
import { describeIssues } from "../artifacts/describe-issues.ts";
import { parseArtifact } from "../artifacts/parse-artifact.ts";
import { ReleasedInputs } from "../artifacts/released.ts";
import { unusableText } from "./input-meanings.ts";
import type { Library } from "./library.ts";

const maxBytes = 1024 * 1024;

type Settings = Pick<Library, "inputs" | "rules">;

/**
 * The library's control inputs with those of a user's file over them, each list as a whole.
 *
 * @throws JobError `invalid_input` for a file that cannot be used, or that has an input which no rule reads, or could use.
 */
export function withControlInputs(library: Settings, file: string): ControlInputs {
  const given = readInputs(file);
  const known = knownInputs(library);
  for (const [name, texts] of Object.entries(given)) {
    if (!known.has(name)) throw invalid(file, unknownInput(name, known));
    const unusable = unusableText(name, texts);
    if (unusable !== undefined) throw invalid(file, unusable);
  }
  return inputsOver(library, given);
}

/**
 * The same of a `ControlInput` object of the scanned cluster, which anyone may have written: a list that cannot be used is
 * left out, so that the library's counts, and `problems` says why.
 */
export function withClusterInputs(library: Settings, object: unknown): { inputs: ControlInputs; problems: string[] } {
  const parsed = ControlInput.safeParse(object);
  if (!parsed.success) return { inputs: library.inputs, problems: [describeIssues(parsed.error)] };
  const given: ControlInputs = {};
  const problems: string[] = [];
  const known = knownInputs(library);
  for (const [name, list] of Object.entries(parsed.data.spec.controls)) {
    const read = Texts.safeParse(list);
    const unusable = read.success ? unusableText(name, read.data) : undefined;
    if (!known.has(name)) problems.push(unknownInput(name, known));
    else if (unusable !== undefined) problems.push(`spec.controls.${unusable}`);
    else if (read.success) given[name] = read.data;
    else problems.push(`spec.controls.${name}: ${describeIssues(read.error)}`);
  }
  return { inputs: inputsOver(library, given), problems };
}

const Texts = z.array(z.string());

function inputsOver({ inputs }: Settings, given: ControlInputs): ControlInputs {
  return Object.assign(Object.create(null) as ControlInputs, inputs, given);
}

function knownInputs({ inputs, rules }: Settings): ReadonlySet<string> {
  return new Set([...Object.keys(inputs), ...[...rules.values()].flatMap((rule) => rule.controlInputs)]);
}

function unknownInput(name: string, known: ReadonlySet<string>): string {
  const shown = name.slice(0, 100);
  const near = suggest(shown, [...known]);
  const hint = near === undefined ? `known: ${[...known].toSorted().join(", ")}` : `did you mean ${near}?`;
  return `there is no control input "${shown}"; ${hint}`;
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
