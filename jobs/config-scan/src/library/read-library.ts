import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegoModule } from "@sortie/rego";
import { ControlDefinition, ControlInputs, FrameworkDefinition, RuleDefinition, SystemExceptions } from "@sortie/wire";
import type { z } from "zod";
import { danglingReferences } from "./dangling-references.ts";
import { type Library, LibraryError, type LibraryProblem, type Rule } from "./library.ts";
import { parseDefinition } from "./read-definition.ts";

/**
 * Reads a control library from its folder (docs/reference/control-library.md, "Files").
 *
 * @throws LibraryError with every problem of every file. Rego is read, not compiled.
 */
export function readLibrary(dir: string): Library {
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
  const rules = entries(dir, "rules").flatMap((name): Rule[] => {
    const rego = readRego(dir, `rules/${name}/rule.rego`);
    if (!rego) problems.push({ file: `rules/${name}/rule.rego`, message: "is missing" });
    const [definition] = read(`rules/${name}/rule.yaml`, RuleDefinition, knownRules);
    return definition && rego ? [{ ...definition, name, module: rego }] : [];
  });
  const [inputs] = read("inputs.yaml", ControlInputs);
  // A library of somebody's own may have none.
  const [exceptions = []] = existsSync(join(dir, "exceptions.yaml")) ? read("exceptions.yaml", SystemExceptions) : [];
  const lib = entries(dir, "lib").flatMap((name) => readRego(dir, `lib/${name}`) ?? []);

  const library: Library = {
    controls,
    frameworks,
    rules: new Map(rules.map((rule) => [rule.name, rule])),
    inputs: inputs ?? {},
    exceptions,
    lib,
  };
  // References into a file that could not be read would only repeat its problem.
  if (problems.length === 0) problems.push(...danglingReferences(library));
  if (problems.length > 0) throw new LibraryError(problems);
  return library;
}

/** Names in a folder, in byte order, so that problems and controls come in the same order everywhere. */
function entries(dir: string, folder: string): string[] {
  const path = join(dir, folder);
  return existsSync(path) ? readdirSync(path).toSorted() : [];
}

function readRego(dir: string, name: string): RegoModule | undefined {
  const source = readText(dir, name);
  return source === undefined ? undefined : { name, source };
}

function readText(dir: string, name: string): string | undefined {
  try {
    return readFileSync(join(dir, name), "utf8");
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw err;
  }
}
