import type { Location } from "../../errors.ts";
import type { NameGenerator } from "../../tree/names.ts";
import { rootDocumentName, type Term, variable } from "../../tree/tree.ts";
import type { KnownBuiltins } from "../../type-check/known-builtins.ts";
import type { LocalNames, Occurrence } from "./local-names.ts";

/** What all rules of a compilation share while their variables get names of their own. */
export type LocalsContext = {
  readonly names: NameGenerator;
  /** What the author wrote, by the name given. */
  readonly written: Map<string, string>;
  readonly isStrict: boolean;
  readonly builtins: KnownBuiltins;
};

const valueNames: Readonly<Record<string, string>> = {
  "array-comprehension": "arraycomprehension",
  "set-comprehension": "setcomprehension",
  "object-comprehension": "objectcomprehension",
  template: "templatestring",
};

/** Also for messages about terms that are no pattern. */
function valueName(term: Term): string {
  if (term.kind !== "scalar") return valueNames[term.kind] ?? term.kind;
  if (term.value === null) return "null";
  return typeof term.value === "string" || typeof term.value === "boolean" ? typeof term.value : "number";
}

const taken: Readonly<Record<Occurrence, (name: string) => string>> = {
  seen: (name) => `var ${name} referenced above`,
  assigned: (name) => `var ${name} assigned above`,
  declared: (name) => `var ${name} declared above`,
  argument: (name) => `arg ${name} redeclared`,
};

/** Gives variables names of their own where they are declared. */
export class NewNames {
  private readonly context: LocalsContext;
  private readonly names: LocalNames;
  private readonly fail: (message: string, location: Location) => void;

  constructor(context: LocalsContext, names: LocalNames, fail: (message: string, location: Location) => void) {
    this.context = context;
    this.names = names;
    this.fail = fail;
  }

  /** The left side of an assignment, whose variables are new. */
  assigned(term: Term): Term {
    switch (term.kind) {
      case "var":
        return this.add(term.name, "assigned", term.loc, term);
      case "array":
        return { ...term, items: term.items.map((item) => this.assigned(item)) };
      case "object":
        return { ...term, entries: term.entries.map(([key, value]): [Term, Term] => [key, this.assigned(value)]) };
      default: {
        const root = rootDocumentName(term);
        if (root !== undefined) return this.add(root, "assigned", term.loc, term);
        this.fail(`cannot assign to ${valueName(term)}`, term.loc);
        return term;
      }
    }
  }

  add(name: string, occurrence: Occurrence, loc: Location, term: Term): Term {
    const known = this.names.occurrenceHere(name);
    if (known !== undefined) {
      this.fail(taken[known](name.startsWith("$") ? "_" : name), loc);
      return term;
    }
    const unique = this.fresh(name);
    this.names.add(name, unique, occurrence);
    return variable(unique, term.loc);
  }

  private fresh(written: string): string {
    const unique = this.context.names.fresh();
    this.context.written.set(unique, written);
    return unique;
  }
}
