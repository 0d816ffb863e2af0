import { type Metadata, metadataOf } from "../analyse/metadata.ts";
import type { CompileError } from "../errors.ts";
import type { Module } from "../syntax/ast.ts";
import { globalsOf } from "../tree/globals.ts";
import { KeyedMap } from "../tree/keyed-map.ts";
import { NameGenerator } from "../tree/names.ts";
import { type CheckedModule, clausesOf, type Rule } from "../tree/tree.ts";
import { visitRule } from "../tree/visit.ts";
import type { TypeEnvironment } from "../type-check/environment.ts";
import { nowhere, Problems } from "../type-check/problems.ts";
import { buildRuleTree, type RuleTree } from "../type-check/rule-tree.ts";
import { SchemaError } from "../type-check/schema-node.ts";
import type { TypeChecker } from "../type-check/type-checker.ts";
import type { TypeProblem } from "../type-check/type-problem.ts";
import type { Unknown } from "../types/types.ts";
import { compareStrings } from "../values/compare-strings.ts";
import { rememberedArity } from "./arities.ts";
import type { CheckedProgram, CheckOptions } from "./checked-program.ts";
import { checkConflicts } from "./conflicts.ts";
import { DynamicEdges } from "./dynamic-edges.ts";
import { buildGraph, type RuleGraph, sortedClauses } from "./graph.ts";
import { inferTypes, typeErrorsOf, typesBefore } from "./infer-types.ts";
import { rewriteLocalsOfRule } from "./locals/rewrite-rule.ts";
import { PackageRules } from "./package-rules.ts";
import { readModule } from "./read-module.ts";
import { checkRecursion } from "./recursion.ts";
import { orderBodies, unsafeHeads } from "./rule-safety.ts";
import type { Arity } from "./safety-outputs.ts";
import { type ClauseSource, clauseSources, SchemaSet } from "./schemas.ts";
import { DynamicTerms } from "./stages/dynamic-terms.ts";
import { CallExpander } from "./stages/expand-calls.ts";
import { captureHeadRefs } from "./stages/head-refs.ts";
import { captureComprehensionHeads, captureHeadTerms } from "./stages/head-terms.ts";
import { erasePrintCalls, voidCallErrors } from "./stages/print-calls.ts";
import { Subjects } from "./stages/subjects.ts";
import { TemplateStrings } from "./stages/templates.ts";
import { WithValues } from "./stages/with-values.ts";
import { deprecatedCallErrors, duplicateImportErrors, rootOverrideErrors, unusedImportErrors } from "./style-checks.ts";
import { CallChecker } from "./undefined-functions.ts";

/** Checks modules stage by stage. Errors come in the order of the source. */
export function checkModules(
  modules: readonly Module[],
  options: CheckOptions,
): { readonly errors: readonly CompileError[]; readonly program: CheckedProgram | undefined } {
  const check = new ProgramCheck(modules, options);
  check.run();
  return { errors: check.problems.sorted(), program: check.program() };
}

class ProgramCheck {
  readonly problems: Problems;
  private types: TypeChecker | undefined;
  private readonly rules: PackageRules;
  private readonly sources: readonly Module[];
  private readonly options: CheckOptions;
  private readonly written = new Map<string, string>();
  private readonly names = new NameGenerator();
  private readonly subjects = new Subjects(this.written);
  private modules: readonly CheckedModule[] = [];
  private clauses: readonly Rule[] = [];
  private tree: RuleTree = { key: undefined, rules: [], children: new KeyedMap() };
  private graph: RuleGraph | undefined;
  private order: readonly Rule[] = [];
  private edges: DynamicEdges | undefined;
  private readonly metadata: Metadata;
  private readonly schemas: SchemaSet;
  private inputType: Unknown;
  private dataType: Unknown;
  private clauseSources: ReadonlyMap<Rule, ClauseSource> | undefined;
  private readonly arity: Arity;

  constructor(modules: readonly Module[], options: CheckOptions) {
    this.sources = modules.toSorted((a, b) => compareStrings(a.loc.file, b.loc.file));
    this.options = options;
    this.problems = new Problems(options.maxErrors);
    this.rules = new PackageRules(modules);
    this.arity = rememberedArity(() => this.tree, options.builtins);
    this.metadata = metadataOf(this.sources);
    this.schemas = new SchemaSet(options.schemas ?? {}, this.metadata);
  }

  run(): void {
    const stages = [
      () => this.readSchemas(),
      () => this.read(),
      () => this.checkImports(),
      () => this.rewriteHeadRefs(),
      () => this.checkNames(),
      () => this.rewriteLocals(),
      () => this.rewriteTemplates(),
      () => this.checkVoidCalls(),
      () => this.expandCalls(),
      () => this.checkAnnotations(),
      () => this.findDependencies(),
      () => this.rewriteHeads(),
      () => this.rewriteWiths(),
      () => this.checkConflicts(),
      () => this.checkCalls(),
      () => this.checkHeadSafety(),
      () => this.checkBodySafety(),
      () => this.rewriteOperands(),
      () => this.checkRecursion(),
      () => this.checkTypes(),
      () => this.checkDeprecated(),
    ];
    for (const stage of stages) {
      stage();
      if (this.problems.areFinal) return;
    }
  }

  private readSchemas(): void {
    try {
      this.inputType = this.schemas.typeOf("input");
      this.dataType = this.schemas.typeOf("data");
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      this.problems.add("rego_type_error", error.message, nowhere);
    }
  }

  private read(): void {
    const unused: CompileError[] = [];
    this.modules = this.sources.map((module) => {
      const globals = globalsOf(module, this.rules.of(module.path));
      const read = readModule(module, {
        names: this.names,
        globals,
        addError: (message, loc) => this.problems.add("rego_compile_error", message, loc),
      });
      if (this.options.isStrict) unused.push(...unusedImportErrors(module, globals));
      return read;
    });
    this.clauses = this.modules.flatMap(({ rules }) => clausesOf(rules));
    this.unusedImports = unused;
  }

  /** What queries need of the program; bodies are not kept. */
  program(): CheckedProgram | undefined {
    const { types, tree, arity, written, rules } = this;
    if (types === undefined) return undefined;
    for (const clause of this.clauses) clause.body = [];
    const { builtins, isStrict, maxErrors } = this.options;
    return { tree, arity, types, builtins, written, isStrict, maxErrors, rulesOf: (path) => rules.of(path) };
  }

  private unusedImports: readonly CompileError[] = [];

  private checkImports(): void {
    this.problems.addAllHarmless(this.unusedImports);
  }

  private rewriteHeadRefs(): void {
    for (const { rules } of this.modules) for (const rule of rules) captureHeadRefs(rule, this.names);
  }

  private checkNames(): void {
    const checked = this.modules.filter(({ isV1 }) => isV1 || this.options.isStrict);
    for (const module of checked) this.problems.addAllHarmless(rootOverrideErrors(module));
    for (const module of checked) this.problems.addAllHarmless(duplicateImportErrors(module));
    this.tree = buildRuleTree(this.modules);
  }

  private rewriteLocals(): void {
    const context = {
      names: this.names,
      written: this.written,
      isStrict: this.options.isStrict,
      builtins: this.options.builtins,
    };
    for (const { rules } of this.modules) {
      for (const rule of rules) {
        const { errors, unused } = rewriteLocalsOfRule(rule, context);
        this.problems.addAll(errors);
        this.problems.addAllHarmless(unused);
      }
    }
  }

  private rewriteTemplates(): void {
    const context = { tree: this.tree, arity: this.arity, written: this.written };
    const templates = new TemplateStrings(this.names, context);
    for (const clause of this.clauses) if (clause.features.templates) templates.rule(clause);
    this.problems.addAll(templates.errors);
  }

  private checkVoidCalls(): void {
    const { builtins } = this.options;
    const odd = this.clauses.filter(({ features }) => features.oddCalls);
    for (const clause of odd) this.problems.addAll(voidCallErrors(clause, builtins));
    for (const clause of odd) erasePrintCalls(clause);
  }

  private expandCalls(): void {
    const expander = new CallExpander(this.names, this.subjects);
    for (const clause of this.clauses) expander.rule(clause);
  }

  private checkAnnotations(): void {
    this.problems.addAll(this.metadata.errors());
  }

  private findDependencies(): void {
    this.graph = buildGraph(this.modules, this.tree);
    const order = sortedClauses(this.graph);
    if (order !== undefined) this.order = order;
    else this.edges = new DynamicEdges(this.graph, this.tree, this.written);
  }

  private rewriteHeads(): void {
    for (const clause of this.clauses) {
      if (clause.features.comprehensions || clause.features.templates) captureComprehensionHeads(clause, this.names);
    }
    for (const clause of this.clauses) captureHeadTerms(clause, this.names);
  }

  private rewriteWiths(): void {
    const withs = new WithValues(this.tree, this.names, this.options.builtins);
    for (const clause of this.clauses) if (clause.features.withs) clause.body = withs.body(clause.body);
    this.problems.addAll(withs.errors);
  }

  private checkConflicts(): void {
    checkConflicts(this.tree, this.modules, this.written, this.problems);
  }

  private checkCalls(): void {
    let types: TypeEnvironment | undefined;
    const checker = new CallChecker(this.arity, this.written, () => {
      types ??= typesBefore(this.options.builtins, this.inputType);
      return types;
    });
    for (const clause of this.clauses) visitRule(clause, checker.visit);
    this.problems.addAll(checker.errors);
  }

  private checkHeadSafety(): void {
    this.problems.addAll(unsafeHeads(this.modules, this.written));
  }

  private checkBodySafety(): void {
    this.problems.addAll(orderBodies(this.modules, this.written, this.arity));
  }

  private rewriteOperands(): void {
    const terms = new DynamicTerms(this.names, this.subjects, { unifiesEquals: true });
    for (const clause of this.clauses) {
      clause.body = terms.body(clause.body);
    }
  }

  private checkRecursion(): void {
    const { graph, edges } = this;
    if (graph === undefined || edges === undefined) return;
    checkRecursion({ tree: this.tree, graph, edges }, this.written, this.problems);
  }

  private checkTypes(): void {
    const { graph, tree, subjects, options } = this;
    if (graph === undefined) return;
    const { inputType, dataType } = this;
    const override = (env: TypeEnvironment, clause: Rule) => this.override(env, clause);
    const documents = { inputType, dataType, override };
    const types = inferTypes({ graph, tree, subjects, builtins: options.builtins, ...documents, order: this.order });
    this.types = types;
    this.problems.addAllHarmless(typeErrorsOf(types.errors));
  }

  private override(env: TypeEnvironment, clause: Rule): readonly TypeProblem[] {
    if (!this.metadata.hasSchemas()) return [];
    this.clauseSources ??= clauseSources(this.sources, this.modules);
    const source = this.clauseSources.get(clause);
    return source === undefined ? [] : this.schemas.override(env, clause, source);
  }

  private checkDeprecated(): void {
    for (const module of this.modules) {
      if (module.isV1 || this.options.isStrict) this.problems.addAllHarmless(deprecatedCallErrors(module));
    }
  }
}
