import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ControlDefinition, FrameworkDefinition, JudgedLibrary } from "@sortie/wire";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { UsageError } from "../arguments/usage-error.ts";
import { namesIn } from "./names-in.ts";

/** What a report says about controls beyond their verdicts. Judging them is the scan's business, not the report's. */
export type ControlLibrary = { controls: ControlDefinition[]; frameworks: FrameworkDefinition[] };

/**
 * In the folder of an installed library: what is read here, as one file, since hundreds of YAML files take their time. The
 * installation wrote it after checking it, so it is not checked again.
 */
const inOneFile = "controls.json";

/**
 * Reads the controls and frameworks of a library's folder (docs/reference/control-library.md, "Files"), in order of name.
 *
 * @throws UsageError naming the folder that is not there, or the file that is no definition.
 */
export function readControlLibrary(folder: string): ControlLibrary {
  const file = join(folder, inOneFile);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as ControlLibrary;
  return {
    controls: readDefinitions(join(folder, "controls"), ControlDefinition),
    frameworks: readDefinitions(join(folder, "frameworks"), FrameworkDefinition),
  };
}

/** The same of the library that a scan judged by. A scan that had nothing to judge used none. */
export function readJudgedLibrary(file: string): ControlLibrary {
  if (!existsSync(file)) return { controls: [], frameworks: [] };
  return JudgedLibrary.parse(JSON.parse(readFileSync(file, "utf8")));
}

function readDefinitions<S extends z.ZodType>(folder: string, schema: S): z.infer<S>[] {
  const names = namesIn(folder).filter((name) => name.endsWith(".yaml"));
  return names.toSorted().map((name) => readDefinition(join(folder, name), schema));
}

function readDefinition<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  try {
    return schema.parse(parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (!(error instanceof YAMLParseError || error instanceof z.ZodError)) throw error;
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    throw new UsageError(`Cannot use ${file} of the control library: ${problem}`);
  }
}
