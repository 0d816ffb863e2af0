import type { Body, Comprehension, ScalarTerm, Term } from "../syntax/ast.ts";
import { Bindings } from "./bindings.ts";
import { locationName } from "./constants.ts";
import { type KeyedBody, keyedBody } from "./keyed-bodies.ts";
import { readPath } from "./paths.ts";
import { declare, inOrder, type Site } from "./site.ts";
import { enterBody, exitFrame, leaveFrame } from "./write-probes.ts";

/** What a comprehension collects its solutions in: how one is made, and how the result is got from it. */
const collectors = {
  "array-comprehension": { empty: "[]", result: "" },
  "set-comprehension": { empty: "newSet()", result: "" },
  "object-comprehension": { empty: "new ObjectBuilder()", result: ".build()" },
} as const;

/** Collects the solutions of a comprehension's body. The body sees the variables bound around it. */
export function comprehensionValue(site: Site, term: Comprehension): string {
  const keyed = keyedBody(site, term);
  if (keyed !== undefined) return keyedValue(site, term, keyed);
  enterBody(site, term.body);
  const value = collected(site, term);
  leaveFrame(site);
  return value;
}

function collected(site: Site, term: Comprehension): string {
  const { empty, result } = collectors[term.kind];
  const collector = declare(site, empty, "c");
  collect(site, term, term.body, () => collector);
  return result === "" ? collector : declare(site, `${collector}${result}`);
}

/** `into`: the collector of a solution. */
function collect(site: Site, term: Comprehension, body: Body, into: (solution: Site) => string): void {
  const { emit, code } = site.unit;
  emit.solutions(inOrder(site, term.kind === "array-comprehension"), body, (inner) => {
    const heads = term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
    const [first, second] = emit.terms(inner, heads);
    exitFrame(inner);
    const collector = into(inner);
    if (term.kind === "array-comprehension") code.push(`${collector}.push(${first});`);
    else if (term.kind === "set-comprehension") code.push(`${collector}.add(${first});`);
    else code.push(`putOnce(${collector}, ${first}, ${second}, ${locationName(code, term.key.loc)});`);
  });
}

/** Looks the value up in the groups of all solutions, once it has paid to find all; until then it is collected. */
function keyedValue(site: Site, term: Comprehension, keyed: KeyedBody): string {
  const { code } = site.unit;
  const { empty, result } = collectors[term.kind];
  const fill = writeFill(site, term, keyed);
  const place = code.constant("g", `groupedPlace("${term.kind}", ${fill})`);
  const others = keyed.others.map((name) => site.bound.get(name) as string);
  const groups = declare(site, `${site.context}.groups(${place}, [${others.join(", ")}])`);
  const keys = keyed.keys.map((key) => outerValue(site, key));
  const value = code.fresh("c");
  code.push(`let ${value} = ${groups}.find(${keyOf(keys)}, ${site.context});`, `if (${value} === undefined) {`);
  const before = declare(site, "S.used");
  const collector = declare(site, empty, "c");
  collect(site, term, term.body, () => collector);
  code.push(`${value} = ${collector}${result};`, `${groups}.note(S.used - ${before});`, "}");
  return value;
}

/** Writes the function that finds all solutions and puts each in its group. */
function writeFill({ unit, rule, ordered }: Site, term: Comprehension, { body, names, others }: KeyedBody): string {
  const { code, emit } = unit;
  const name = code.fresh("h");
  const bound = new Bindings();
  const parameters = others.map((variable) => {
    const parameter = code.fresh("a");
    bound.set(variable, parameter);
    return parameter;
  });
  const exit = "return;";
  const site: Site = { unit, bound, fail: exit, exit, context: "c", closers: [], rule, ordered };
  code.aside(() => {
    code.push(`function ${name}(c, groups, [${parameters.join(", ")}]) {`, "const S = c.state;");
    collect(site, term, body, (inner) => `groups.at(${keyOf(emit.terms(inner, names))})`);
    code.push("}");
  });
  return name;
}

/** A key that has no value is undefined. */
function outerValue(site: Site, key: Term): string {
  if (key.kind === "ref" && key.head.kind === "var") {
    const names = key.path.map((part) => (part as ScalarTerm).value as string);
    return readPath(site, site.bound.get(key.head.name) as string, names);
  }
  return site.unit.emit.term(site, key);
}

function keyOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] as string) : `[${values.join(", ")}]`;
}
