import { pathText } from "../analyse/program.ts";
import type { Location } from "../errors.ts";
import type { Head, Module, Rule } from "../syntax/ast.ts";
import { pathPart } from "../syntax/path-part.ts";
import { withCaseCall } from "./case-call.ts";

/** A rule that is a test because of its name: `test_…`, or `todo_test_…` for one that is not run yet. */
export type TestRule = {
  /** `data.example_test`. */
  readonly package: string;
  /** Its name in the package; the second definition of a name is `test_a#01`. */
  readonly name: string;
  /** The query for its value. */
  readonly query: string;
  readonly location: Location;
  readonly isTodo: boolean;
  /** Its value is an object of cases by their names, each true where it passed. */
  readonly hasCases: boolean;
};

/**
 * Finds the tests of modules, and gives the definitions of each name a name of their own: they are tests each for
 * itself, not definitions that have to agree.
 */
export function separateTests(modules: readonly Module[]): { modules: Module[]; tests: TestRule[] } {
  const tests: TestRule[] = [];
  const counts = new Map<string, number>();
  const separated = modules.map((module) => ({
    ...module,
    rules: module.rules.map((rule) => {
      const length = testNameLength(rule.head);
      if (length === undefined || rule.isDefault) return rule;
      const key = JSON.stringify([...module.path, ...names(rule.head).slice(0, length)]);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      const isTodo = names(rule.head)[length - 1]?.startsWith("todo_") === true;
      const own = count === 0 || isTodo ? rule : renamed(rule, length, `#${String(count).padStart(2, "0")}`);
      tests.push(testOf(module, own, length, isTodo));
      return withCaseCall(own, length);
    }),
  }));
  return { modules: separated, tests };
}

/** The constant start of a head's ref. */
function names({ name, path }: Head): string[] {
  const constants: string[] = [name.name];
  for (const part of path) {
    if (part.kind !== "scalar" || typeof part.value !== "string") break;
    constants.push(part.value);
  }
  return constants;
}

/** How many parts of the ref lead to the part that makes it a test. */
function testNameLength(head: Head): number | undefined {
  const at = names(head).findIndex((name) => name.startsWith("test_") || name.startsWith("todo_test_"));
  return at < 0 ? undefined : at + 1;
}

function renamed(rule: Rule, length: number, suffix: string): Rule {
  const { head } = rule;
  if (length === 1) {
    const name = { ...head.name, name: head.name.name + suffix };
    return { ...rule, head: { ...head, name } };
  }
  const path = head.path.map((part, i) =>
    i === length - 2 && part.kind === "scalar" ? { ...part, value: `${String(part.value)}${suffix}` } : part,
  );
  return { ...rule, head: { ...head, path } };
}

function testOf({ path }: Module, { head, loc }: Rule, length: number, isTodo: boolean): TestRule {
  const own = names(head).slice(0, length);
  return {
    package: pathText(path),
    name: refText(own),
    query: pathText([...path, ...own]),
    location: loc,
    isTodo,
    hasCases: head.path.length > length - 1,
  };
}

/** A name as OPA writes it: a part that is no identifier stands in brackets, except the first. */
function refText([first = "", ...rest]: readonly string[]): string {
  return first + rest.map(pathPart).join("");
}
