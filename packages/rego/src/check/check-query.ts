import type { CompileError } from "../errors.ts";
import type * as syntax from "../syntax/ast.ts";
import { declaredNames } from "../tree/declared-names.ts";
import { globalsOf } from "../tree/globals.ts";
import { NameGenerator } from "../tree/names.ts";
import { TermReader } from "../tree/resolve-terms.ts";
import type { Body } from "../tree/tree.ts";
import { visitBody } from "../tree/visit.ts";
import { type FoundError, Problems } from "../type-check/problems.ts";
import type { CheckedProgram } from "./checked-program.ts";
import { typeErrorsOf } from "./infer-types.ts";
import { LocalNames } from "./locals/local-names.ts";
import { LocalsRewriter } from "./locals/rewrite-locals.ts";
import { orderForSafety } from "./safety.ts";
import { safetyErrors } from "./safety-errors.ts";
import { DynamicTerms } from "./stages/dynamic-terms.ts";
import { CallExpander } from "./stages/expand-calls.ts";
import { captureHeadsIn } from "./stages/head-terms.ts";
import { voidCallErrorsIn, withoutPrints } from "./stages/print-calls.ts";
import { Subjects } from "./stages/subjects.ts";
import { TemplateStrings } from "./stages/templates.ts";
import { WithValues } from "./stages/with-values.ts";
import { deprecatedCallErrorsIn, variableOverrideErrors } from "./style-checks.ts";
import { CallChecker } from "./undefined-functions.ts";

/** Checks a query over checked modules, stage by stage; `place` is the module that names mean what they mean in. */
export function checkQuery(program: CheckedProgram, query: syntax.Body, place: syntax.Module): readonly CompileError[] {
  const check = new QueryCheck(program);
  check.run(query, place);
  return check.problems.sorted();
}

class QueryCheck {
  readonly problems: Problems;
  private readonly program: CheckedProgram;
  private readonly names = new NameGenerator("q");
  private readonly written = new Map<string, string>();

  constructor(program: CheckedProgram) {
    this.program = program;
    this.problems = new Problems(program.maxErrors);
  }

  run(query: syntax.Body, place: syntax.Module): void {
    const { tree, arity, builtins, isStrict } = this.program;
    const globals = globalsOf(place, this.program.rulesOf(place.path));
    let body = new TermReader(this.names, globals, [declaredNames(query)]).body(query);
    if (isStrict && this.failed(variableOverrideErrors(body))) return;
    const locals = new LocalsRewriter(
      { names: this.names, written: this.written, isStrict, builtins },
      new LocalNames(),
    );
    body = locals.body(body, new Set());
    if (this.failed([...locals.errors, ...locals.unused])) return;
    const templates = new TemplateStrings(this.names, { tree, arity, written: this.written });
    templates.body(body, new Set(["data", "input"]));
    if (this.failed(templates.errors) || this.failed(voidCallErrorsIn(body, builtins))) return;
    const subjects = new Subjects(new Map([...this.program.written, ...this.written]));
    body = new CallExpander(this.names, subjects).body(withoutPrints(body));
    for (const expr of body) captureHeadsIn(expr, this.names);
    const withs = new WithValues(tree, this.names, builtins);
    body = withs.body(body);
    if (this.failed(withs.errors)) return;
    const calls = new CallChecker(arity, this.written, () => this.program.types.env);
    visitBody(body, calls.visit);
    if (!this.failed(calls.errors)) this.checkOrdered(body, subjects);
  }

  private checkOrdered(body: Body, subjects: Subjects): void {
    const { arity, types, isStrict } = this.program;
    const { body: ordered, unsafe } = orderForSafety(body, new Set(["data", "input"]), arity);
    if (this.failed(safetyErrors(unsafe, this.written, ""))) return;
    const explicit = new DynamicTerms(this.names, subjects, { unifiesEquals: false }).body(ordered);
    const checker = types.forQuery((terms) => subjects.asWritten(terms));
    const { errors } = checker.body(checker.env, explicit);
    if (this.failed(typeErrorsOf(errors)) || !isStrict) return;
    this.failed(deprecatedCallErrorsIn(explicit));
  }

  private failed(errors: readonly FoundError[]): boolean {
    this.problems.addAll(errors);
    return errors.length > 0;
  }
}
