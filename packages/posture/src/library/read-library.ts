import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegoModule } from "@sortie/rego";
import { ControlDefinition, ControlInputs, FrameworkDefinition, RuleDefinition, SystemExceptions } from "@sortie/wire";
import type { z } from "zod";
import { danglingReferences } from "./dangling-references.ts";
import { LibraryError, type LibraryProblem, type SourceLibrary, type SourceRule } from "./library.ts";
import { type FieldProblem, parseDefinition, placed } from "./read-definition.ts";

/**
 * Reads a control library from its folder (docs/reference/control-library.md, "Files").
 *
 * @throws LibraryError with every problem of every file. Rego is read, not compiled.
 */
export function readLibrary(dir: string): SourceLibrary {
  const { library, problems } = readParts(dir);
  if (!existsSync(join(dir, "inputs.yaml"))) problems.push({ file: "inputs.yaml", message: "is missing" });
  // References into a file that could not be read would only repeat its problem.
  if (problems.length === 0) problems.push(...placedIn(dir, danglingReferences(library)));
  if (problems.length > 0) throw new LibraryError(problems);
  return library;
}

/** Reads what a folder has of a library, which need not refer to itself only. */
export function readParts(dir: string): { library: SourceLibrary; problems: LibraryProblem[] } {
  const { read, readNamed, problems } = reader(dir);
  const controls = readNamed("controls", ControlDefinition, ({ id }) => ({ field: "id", is: id, file: id }));
  const frameworks = readNamed("frameworks", FrameworkDefinition, ({ name }) => ({
    field: "name",
    is: name,
    file: name.toLowerCase(),
  }));
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

/** What a definition is called, in which field, and what its file has to be called, without `.yaml`. */
type Called = { field: string; is: string; file: string };

/** Reads definitions of a folder; what is wrong with them is in `problems`. */
function reader(dir: string) {
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
  /** All definitions of a folder. Two of one name cannot be, since each is called as its file is. */
  const readNamed = <S extends z.ZodType>(folder: string, schema: S, calledBy: (one: z.infer<S>) => Called) =>
    entries(dir, folder).flatMap((name) => {
      const file = `${folder}/${name}`;
      if (/\.(yml|json)$/.test(name)) problems.push({ file, message: "is not read: its name has to end in .yaml" });
      const found = name.endsWith(".yaml") ? read(file, schema) : [];
      for (const called of found.map(calledBy).filter((one) => `${one.file}.yaml` !== name)) {
        const message = `is ${called.is}, so the file has to be called ${called.file}.yaml`;
        problems.push(...placedIn(dir, [{ file, field: [called.field], message }]));
      }
      return found;
    });
  return { read, readNamed, problems };
}

/** Problems of fields with the lines that they have in a library's folder. */
export function placedIn(dir: string, problems: readonly FieldProblem[]): LibraryProblem[] {
  return problems.map((problem) => placed(readText(dir, problem.file), problem));
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
  if (existsSync(path)) return readdirSync(path).filter(isShown).toSorted();
  const flat = existsSync(dir) ? readdirSync(dir).map((name) => name.split(flatSlash)) : [];
  return [...new Set(flat.flatMap(([first, name]) => (first === folder && name ? [name] : [])))].toSorted();
}

/** Editors and desktops leave hidden files behind. */
function isShown(name: string): boolean {
  return !name.startsWith(".");
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
    const { code } = err as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw err;
  }
}
