import {
  type Clause,
  groupsUnder,
  type Program,
  pathKey,
  pathText,
  type RuleGroup,
  type RuleNode,
} from "../analyse/program.ts";
import type { RefTerm, Term } from "../syntax/ast.ts";
import { BodyWalk, type Rules } from "./body-walk.ts";
import { type Dependence, type Members, none, whole } from "./dependence.ts";
import { Positions, usesOf } from "./positions.ts";

/** How each rule of a program depends on the list in `input`; worked out once a rule, when it is asked for. */
export class RuleDependences implements Rules {
  private readonly program: Program;
  private readonly known = new Map<RuleGroup, Dependence>();

  constructor(program: Program) {
    this.program = program;
  }

  ofGroup(group: RuleGroup): Dependence {
    const known = this.known.get(group);
    if (known !== undefined) return known;
    const loc = (group.clauses[0] ?? group.defaultClause)?.loc;
    // No rule can need itself; a program that says otherwise is not looked at further.
    if (loc !== undefined) this.known.set(group, whole("the rule needs itself", loc));
    const found = this.work(group);
    this.known.set(group, found);
    return found;
  }

  functionAt(ref: RefTerm): RuleGroup | undefined {
    return this.program.functions.get(pathKey(ref.path.map(constantText)));
  }

  ofData(ref: RefTerm): { dependence: Dependence; depth: number } {
    let node: RuleNode | undefined = this.program.root;
    let depth = 0;
    while (node !== undefined && node.group === undefined && depth < ref.path.length) {
      const part = ref.path[depth] as Term;
      if (part.kind !== "scalar") break;
      node = node.children.get(constantText(part));
      depth += 1;
    }
    if (node === undefined) return { dependence: none, depth };
    if (node.group !== undefined) return { dependence: named(this.ofGroup(node.group), node.group), depth };
    for (const group of groupsUnder(node)) {
      const found = this.ofGroup(group);
      if (found.kind === "whole") return { dependence: found, depth };
      if (found.kind === "members")
        return { dependence: whole("rules that read input are read together", ref.loc), depth };
    }
    return { dependence: none, depth };
  }

  private work(group: RuleGroup): Dependence {
    if (group.kind === "set") return this.sum(group, "set");
    return hasOneConstantAnswer(group) ? this.sum(group, "one") : this.value(group);
  }

  /** Definitions that add up: each may range over `input` once. */
  private sum({ clauses }: RuleGroup, shape: Members["shape"]): Dependence {
    const parts = clauses.map((clause) =>
      checked(clause, this, (walk) => walk.walk(clause.body, headsOf(clause)).dependence(shape)),
    );
    return parts.find(isWhole) ?? parts.find(({ kind }) => kind === "members") ?? none;
  }

  /** One value: a list of members where there is one definition that says so, or else nothing of `input`. */
  private value({ kind, clauses, defaultClause }: RuleGroup): Dependence {
    const all = [...clauses, ...(defaultClause === undefined ? [] : [defaultClause])].flatMap(alternatives);
    const [only, ...others] = all;
    if (only !== undefined && others.length === 0 && kind !== "document") return this.clauseValue(only);
    for (const clause of all) {
      const found = this.clauseValue(clause);
      if (found.kind === "whole") return found;
      if (found.kind === "members") return whole("a value with several definitions is made of input", found.location);
    }
    return none;
  }

  private clauseValue(clause: Clause): Dependence {
    return checked(clause, this, (walk) => {
      const frame = walk.walk(clause.body, [...clause.args, ...clause.keys]);
      const value = walk.value(clause.contains ?? clause.value, frame);
      const body = frame.dependence("set");
      const made = clause.keys.length > 0 ? "an object" : "one value";
      if (body.kind === "members") return whole(`${made} is made of what a traversal of input finds`, body.location);
      return body.kind === "whole" ? body : value;
    });
  }
}

function checked(clause: Clause, rules: Rules, read: (walk: BodyWalk) => Dependence): Dependence {
  const positions = new Positions();
  const found = read(new BodyWalk(rules, positions));
  const misused = positions.misused(usesOf(clause.body, [...headsOf(clause), ...clause.args]));
  return misused === undefined || found.kind === "whole" ? found : whole("a position in input is used", misused);
}

function alternatives(clause: Clause): Clause[] {
  return clause.orElse === undefined ? [clause] : [clause, ...alternatives(clause.orElse)];
}

function headsOf({ keys, contains, value }: Clause): Term[] {
  return [...keys, contains ?? value];
}

/** `p := true if …`, in one or more definitions: there is nothing to choose between. */
function hasOneConstantAnswer({ kind, clauses, defaultClause }: RuleGroup): boolean {
  if (kind === "document" || defaultClause !== undefined) return false;
  const values = clauses.map(({ value, orElse }) =>
    value.kind === "scalar" && orElse === undefined ? value.value : undefined,
  );
  const [first] = values;
  return first !== undefined && typeof first !== "object" && values.every((value) => value === first);
}

function named(found: Dependence, { path }: RuleGroup): Dependence {
  return found.kind === "members" ? { ...found, identity: pathText(path) } : found;
}

function isWhole(found: Dependence): boolean {
  return found.kind === "whole";
}

function constantText(term: Term): string {
  return term.kind === "scalar" && typeof term.value === "string" ? term.value : "";
}
