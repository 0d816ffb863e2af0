import type { RegoModule } from "@sortie/rego";
import { ConflictError, type Documents, firstConflict, isDocuments, merged, placed } from "./documents.ts";

/** What could not be loaded, for the report. */
export type LoadProblem = { readonly message: string };

/** Everything read so far: policies, data, and what went wrong. */
export class Loaded {
  readonly modules: RegoModule[] = [];
  readonly problems: LoadProblem[] = [];
  private documents: Documents = {};
  /** The data files, by where they were put: a file that is named twice is read once. */
  private readonly parts: { readonly file: string; readonly documents: Documents }[] = [];
  private readonly seen = new Set<string>();

  get data(): Documents {
    return this.documents;
  }

  /** Whether a file is to be read: the first time it is named for a place. */
  isNew(file: string, place: readonly string[]): boolean {
    const key = JSON.stringify([file, ...place]);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  addModule(module: RegoModule): void {
    this.modules.push(module);
  }

  addData(file: string, place: readonly string[], value: Parameters<typeof placed>[1]): void {
    const documents = placed(place, value);
    if (documents === undefined) {
      this.problems.push({ message: `${file}: document must be of type object` });
      return;
    }
    try {
      this.documents = merged(this.documents, documents);
      this.parts.push({ file, documents });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.problems.push({ message: this.describeConflict(file, documents) });
    }
  }

  private describeConflict(file: string, documents: Documents): string {
    const path = firstConflict(this.documents, documents) ?? [];
    const other = this.parts.find((part) => hasMember(part.documents, path))?.file;
    const hint = other === undefined ? "data from multiple files must not overlap" : `also defined in ${other}`;
    return `${file}: merge error: conflicting values at ${dataPath(path)}, ${hint}`;
  }
}

function hasMember(documents: Documents, path: readonly string[]): boolean {
  let value: Documents[string] | undefined = documents;
  for (const part of path) {
    if (!isDocuments(value) || !Object.hasOwn(value, part)) return false;
    value = value[part];
  }
  return true;
}

/** `data.a["b-c"]`. */
function dataPath(path: readonly string[]): string {
  const parts = path.map((part) => (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`));
  return `data${parts.join("")}`;
}
