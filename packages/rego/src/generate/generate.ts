import type { Program, RuleNode } from "../analyse/program.ts";
import type { ErrorReport } from "../analyse/report.ts";
import type { Probes } from "../runtime/probes.ts";
import type { Body } from "../syntax/ast.ts";
import { Bindings } from "./bindings.ts";
import { solutions } from "./bodies.ts";
import { Code } from "./code.ts";
import { matchValue } from "./match.ts";
import { Necessities } from "./necessities.ts";
import { writeRule } from "./rules.ts";
import type { Emit, Site, Unit } from "./site.ts";
import { termValue, termValues } from "./terms.ts";
import { enterBody, exitFrame, traceStart } from "./write-probes.ts";

const emit: Emit = { term: termValue, terms: termValues, match: matchValue, solutions };

/** The source of a function of the runtime library that returns the rule functions in the order of their groups. */
export function generateProgram(
  program: Program,
  mockable: ReadonlySet<string>,
  report: ErrorReport,
  probes?: Probes,
): string {
  const unit = newUnit({ program, mockable, report, probes, ruleName: ({ index }) => `r${index}` });
  const { code } = unit;
  for (const group of program.groups) writeRule(unit, group);
  const rules = program.groups.map(({ index }) => `r${index}`).join(", ");
  return [...code.prelude, ...code.lines, `return [${rules}];`].join("\n");
}

function newUnit(of: Pick<Unit, "program" | "mockable" | "report" | "probes" | "ruleName">): Unit {
  const code = new Code();
  const nodes = new Map<RuleNode, string>();
  const necessities = new Necessities(of.program);
  return { ...of, code, emit, necessities, nodeName: (node) => nodeConstant(code, nodes, node) };
}

/** A place in the rule tree, found once when the unit starts. */
function nodeConstant(code: Code, nodes: Map<RuleNode, string>, node: RuleNode): string {
  const known = nodes.get(node);
  if (known !== undefined) return known;
  const name = code.constant("d", `nodeAt(tree, [${node.path.map((part) => code.string(part)).join(", ")}])`);
  nodes.set(node, name);
  return name;
}

/**
 * The source of a function of the runtime library and the rule functions that returns the query's function: called
 * with a context, it calls back with the values of `variables` for each solution, until told to stop.
 */
export function generateQuery(
  program: Program,
  body: Body,
  variables: readonly string[],
  mockable: ReadonlySet<string>,
  report: ErrorReport,
  probes?: Probes,
): string {
  const unit = newUnit({ program, mockable, report, probes, ruleName: ({ index }) => `rules[${index}]` });
  const { code } = unit;
  const exit = "return;";
  const site: Site = {
    unit,
    bound: new Bindings(),
    fail: exit,
    exit,
    context: "c",
    closers: [],
    rule: -1,
    ordered: true,
  };
  code.push("return function query(c, found) {", "const S = c.state;");
  traceStart(unit);
  enterBody(site, body);
  solutions(site, body, (inner) => {
    exitFrame(inner);
    const values = variables.map((name) => inner.bound.get(name) ?? "undefined");
    code.push(`if (found([${values.join(", ")}]) === false) return;`);
  });
  code.push("};");
  return [...code.prelude, ...code.lines].join("\n");
}
