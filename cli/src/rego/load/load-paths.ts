import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, RegoCompileError, type Value } from "@sortie/rego";
import { type Ignores, ignoring } from "./ignore.ts";
import type { Loaded } from "./loaded.ts";
import { readJson, readYaml, textOf } from "./read-document.ts";

type LoadOptions = {
  readonly ignore: readonly string[];
  readonly onlyRego?: boolean;
  readonly v0Compatible: boolean;
};

/**
 * Loads files and folders as OPA's `--data` does: policies by their package, data merged under `data`, files of a folder
 * under the names of the folders between. `a.b:file.json` puts what is in the file under `data.a.b`.
 */
export function loadPaths(paths: readonly string[], into: Loaded, options: LoadOptions): void {
  const loader = new PathLoader(into, options);
  for (const path of paths) loader.visit(fileOf(path), splitPrefix(path).place, 0);
}

/** The file or folder that a path on the command line means: what is behind a prefix, or a `file:` URL. */
export function fileOf(path: string): string {
  const { file } = splitPrefix(path);
  return file.startsWith("file://") ? fileURLToPath(file) : file;
}

class PathLoader {
  private readonly into: Loaded;
  private readonly options: LoadOptions;
  private readonly ignores: Ignores;

  constructor(into: Loaded, options: LoadOptions) {
    this.into = into;
    this.options = options;
    this.ignores = ignoring(options.ignore);
  }

  visit(path: string, place: readonly string[], depth: number): void {
    const name = baseName(path);
    if (this.ignores(name, depth)) return;
    try {
      const isFolder = statSync(path).isDirectory();
      if (isFolder) this.visitFolder(path, depth > 0 ? [...place, name] : place, depth);
      else if (this.options.onlyRego !== true || extname(name) === ".rego") this.visitFile(path, place, depth);
    } catch (error) {
      this.into.problems.push({ message: describeProblem(path, error) });
    }
  }

  private visitFolder(path: string, place: readonly string[], depth: number): void {
    for (const name of readdirSync(path).toSorted()) this.visit(join(path, name), place, depth + 1);
  }

  private visitFile(path: string, place: readonly string[], depth: number): void {
    if (!this.into.isNew(path, place)) return;
    const read = readers[extname(path)];
    if (extname(path) === ".rego") this.into.addModule({ name: path, source: readPolicy(path) });
    else if (read !== undefined) this.into.addData(path, place, read(path, readFileSync(path)));
    else if (depth === 0) this.visitUnknown(path, place);
  }

  /** A file that is named itself is read as whatever it is. */
  private visitUnknown(path: string, place: readonly string[]): void {
    const source = readPolicy(path);
    if (isRego(path, source, this.options.v0Compatible)) {
      this.into.addModule({ name: path, source });
      return;
    }
    const value = readUnknown(path, Buffer.from(source));
    if (value === undefined) this.into.problems.push({ message: `${path}: can't recognize file type` });
    else this.into.addData(path, place, value);
  }
}

type Reader = (path: string, bytes: Buffer) => Value;
const jsonFile: Reader = (path, bytes) => naming(path, () => readJson(bytes));
const yamlFile: Reader = (path, bytes) => naming(`${path}: error converting YAML to JSON`, () => readYaml(bytes));
const readers: Readonly<Record<string, Reader>> = { ".json": jsonFile, ".yaml": yamlFile, ".yml": yamlFile };

/** The source of a policy. Throws SyntaxError naming the file. */
export function readPolicy(path: string): string {
  return naming(path, () => textOf(readFileSync(path)));
}

/** Puts a place before what is wrong with it. Throws SyntaxError. */
export function naming<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`${place}: ${error.message}`);
  }
}

function readUnknown(path: string, bytes: Buffer): Value | undefined {
  for (const read of [jsonFile, yamlFile]) {
    try {
      return read(path, bytes);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function isRego(name: string, source: string, v0Compatible: boolean): boolean {
  try {
    compile([{ name, source }], { v0Compatible });
    return true;
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    return error.errors.every(({ code }) => code !== "rego_parse_error");
  }
}

function splitPrefix(path: string): { place: readonly string[]; file: string } {
  const at = path.indexOf(":");
  if (at <= 0 || path.indexOf("://") === at) return { place: [], file: path };
  return { place: path.slice(0, at).split("."), file: path.slice(at + 1) };
}

function baseName(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? path;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  ELOOP: "too many levels of symbolic links",
  EISDIR: "is a directory",
};

/** A system error in the words of Go, which OPA's users know. */
export function describeProblem(path: string, error: unknown): string {
  if (error instanceof SyntaxError) return error.message;
  const { code, syscall = "stat" } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `${syscall} ${path}: ${reasons[code] ?? code}`;
}
