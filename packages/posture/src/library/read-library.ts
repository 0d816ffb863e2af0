import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegoModule } from "@sortie/rego";
import { ControlDefinition, ControlInputs, FrameworkDefinition, RuleDefinition, SystemExceptions } from "@sortie/wire";
import type { z } from "zod";
import { danglingReferences } from "./dangling-references.ts";
import { LibraryError, type LibraryProblem, type SourceLibrary, type SourceRule } from "./library.ts";
import { parseDefinition } from "./read-definition.ts";

/**
 * Reads a control library from its folder (docs/reference/control-library.md, "Files").
 *
 * @throws LibraryError with every problem of every file. Rego is read, not compiled.
 */
export function readLibrary(dir: string): SourceLibrary {
  const { library, problems } = readParts(dir);
  if (!existsSync(join(dir, "inputs.yaml"))) problems.push({ file: "inputs.yaml", message: "is missing" });
  // References into a file that could not be read would only repeat its problem.
  if (problems.length === 0) problems.push(...danglingReferences(library));
  if (problems.length > 0) throw new LibraryError(problems);
  return library;
}

/** Reads what a folder has of a library, which need not refer to itself only. */
export function readParts(dir: string): { library: SourceLibrary; problems: LibraryProblem[] } {
  const problems: LibraryProblem[] = [];
  const read = <S extends z.ZodType>(name: string, schema: S, known?: Map<string, z.infer<S>>): z.infer<S>[] => {
    const text = readText(dir, name);
    if (text === undefined) {
      problems.push({ file: name, message: "is missing" });
      return [];
    }
    const same = known?.get(text);
    if (same !== undefined) return [same];
    const definition = parseDefinition(text, name, schema);
    if ("value" in definition) {
      known?.set(text, definition.value);
      return [definition.value];
    }
    problems.push(...definition.problems);
    return [];
  };
  const yamlFiles = (folder: string) => entries(dir, folder).filter((name) => name.endsWith(".yaml"));

  const controls = yamlFiles("controls").flatMap((name) => read(`controls/${name}`, ControlDefinition));
  const frameworks = yamlFiles("frameworks").flatMap((name) => read(`frameworks/${name}`, FrameworkDefinition));
  // Most rules are about the same few kinds: their files are parsed once, which is the dear part.
  const knownRules = new Map<string, RuleDefinition>();
  const rules = entries(dir, "rules").flatMap((name): SourceRule[] => {
    const rego = readRego(dir, `rules/${name}/rule.rego`);
    if (!rego) problems.push({ file: `rules/${name}/rule.rego`, message: "is missing" });
    const [definition] = read(`rules/${name}/rule.yaml`, RuleDefinition, knownRules);
    return definition && rego ? [{ ...definition, name, module: rego }] : [];
  });
  const readIfThere = <S extends z.ZodType>(name: string, schema: S) =>
    existsSync(join(dir, name)) ? read(name, schema) : [];
  const [inputs = {}] = readIfThere("inputs.yaml", ControlInputs);
  // A library of somebody's own may have none.
  const [exceptions = []] = readIfThere("exceptions.yaml", SystemExceptions);

  const library: SourceLibrary = {
    controls,
    frameworks,
    rules: new Map(rules.map((rule) => [rule.name, rule])),
    inputs,
    exceptions,
    lib: readSharedRego(dir),
  };
  return { library, problems };
}

/** Rego of a library's folder that rules import. */
export function readSharedRego(dir: string): RegoModule[] {
  return entries(dir, "lib").flatMap((name) => readRego(dir, `lib/${name}`) ?? []);
}

/** What stands for a slash in the names of a mounted ConfigMap, which has no folders. */
const flatSlash = "__";

/** Names in a folder, in byte order, so that problems and controls come in the same order everywhere. */
function entries(dir: string, folder: string): string[] {
  const path = join(dir, folder);
  if (existsSync(path)) return readdirSync(path).toSorted();
  const flat = existsSync(dir) ? readdirSync(dir).map((name) => name.split(flatSlash)) : [];
  return [...new Set(flat.flatMap(([first, name]) => (first === folder && name ? [name] : [])))].toSorted();
}

function readRego(dir: string, name: string): RegoModule | undefined {
  const source = readText(dir, name);
  return source === undefined ? undefined : { name, source };
}

function readText(dir: string, name: string): string | undefined {
  const flat = join(dir, name.replaceAll("/", flatSlash));
  try {
    return readFileSync(existsSync(flat) ? flat : join(dir, name), "utf8");
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw err;
  }
}
