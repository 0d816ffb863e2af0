import type { Random } from "./random.ts";

/** What a generated variable may hold. OPA rejects programs whose types cannot fit, so operands are chosen by it. */
type Kind = "any" | "number" | "string" | "array" | "object" | "set";
type Variable = { readonly name: string; readonly kind: Kind };

/** A line of a body with the variables it declares. */
type Line = { readonly text: string; readonly declares: readonly Variable[] };

/** A program as a list of rules, so that a failing one can be made smaller. */
export type Program = { readonly rules: readonly string[] };

export function programText({ rules }: Program): string {
  return `package test\n\n${rules.join("\n\n")}\n`;
}

export function generateProgram(random: Random): Program {
  return new Generator(random).program();
}

class Generator {
  private readonly random: Random;
  private counter = 0;
  private readonly functions: string[] = [];
  private readonly sets: string[] = [];
  private readonly objects: string[] = [];
  private readonly values: string[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  program(): Program {
    const count = 2 + this.random.below(5);
    return { rules: Array.from({ length: count }, (_, i) => this.rule(`r${i}`)) };
  }

  private fresh(): string {
    this.counter += 1;
    return `v${this.counter}`;
  }

  private rule(name: string): string {
    const make = this.random.pick([
      () => this.setRule(name),
      () => this.setRule(name),
      () => this.objectRule(name),
      () => this.completeRule(name),
      () => this.elseRule(name),
      () => this.functionRule(name),
      () => this.comprehensionRule(name),
    ]);
    return make();
  }

  private setRule(name: string): string {
    const { lines, scope } = this.body([]);
    const head = `${name} contains ${this.term(scope, "any", 2)} if {\n${lines}\n}`;
    this.sets.push(name);
    return head;
  }

  private objectRule(name: string): string {
    const { lines, scope } = this.body([]);
    const key = this.term(scope, this.random.chance(0.8) ? "string" : "any", 1);
    const rule = `${name}[${key}] := ${this.term(scope, "any", 1)} if {\n${lines}\n}`;
    this.objects.push(name);
    return rule;
  }

  private completeRule(name: string): string {
    const { lines, scope } = this.body([]);
    const fallback = this.random.chance(0.4) ? `default ${name} := ${this.scalar()}\n\n` : "";
    const value = this.random.chance(0.5) ? "" : ` := ${this.term(scope, "any", 1)}`;
    this.values.push(name);
    return `${fallback}${name}${value} if {\n${lines}\n}`;
  }

  private elseRule(name: string): string {
    const parts = this.random.list(1, 2, () => {
      const { lines, scope } = this.body([]);
      return ` else := ${this.term(scope, "any", 1)} if {\n${lines}\n}`;
    });
    const { lines, scope } = this.body([]);
    const rule = `${name} := ${this.term(scope, "any", 1)} if {\n${lines}\n}${parts.join("")}`;
    this.values.push(name);
    return rule;
  }

  private functionRule(name: string): string {
    const argument: Variable = { name: "arg", kind: "any" };
    const clauses = this.random.list(1, 2, () => {
      const { lines, scope } = this.body([argument]);
      return `${name}(arg) := ${this.term(scope, "any", 1)} if {\n${lines}\n}`;
    });
    this.functions.push(name);
    return clauses.join("\n\n");
  }

  private comprehensionRule(name: string): string {
    const rule = `${name} := ${this.comprehension([], 2)}`;
    this.values.push(name);
    return rule;
  }

  private body(outer: readonly Variable[], most = 4): { lines: string; scope: Variable[] } {
    const scope = [...outer];
    const lines = this.random.list(1, most, () => {
      const line = this.line(scope);
      scope.push(...line.declares);
      return line.text;
    });
    if (outer.length === 0 && this.random.chance(0.15)) shuffle(lines, this.random);
    return { lines: lines.map((line) => `\t${line}`).join("\n"), scope };
  }

  private line(scope: readonly Variable[]): Line {
    const make = this.random.pick([
      () => this.assignment(scope),
      () => this.assignment(scope),
      () => this.iteration(scope),
      () => this.iteration(scope),
      () => this.iteration(scope),
      () => this.comparison(scope),
      () => this.comparison(scope),
      () => this.negation(scope),
      () => this.everyLine(scope),
      () => this.membership(scope),
      () => this.destructuring(scope),
      () => this.withLine(scope),
    ]);
    return make();
  }

  private assignment(scope: readonly Variable[]): Line {
    const kind = this.random.pick(["any", "any", "number", "string", "array", "object", "set"] as const);
    const name = this.fresh();
    return { text: `${name} := ${this.term(scope, kind, 2)}`, declares: [{ name, kind }] };
  }

  private iteration(scope: readonly Variable[]): Line {
    const name = this.fresh();
    const key = this.fresh();
    const base = this.collection(scope);
    const any = { name, kind: "any" } as const;
    return this.random.pick([
      () => ({ text: `some ${name} in ${base}`, declares: [any] }),
      () => ({ text: `some ${key}, ${name} in ${base}`, declares: [any, { name: key, kind: "any" } as const] }),
      () => ({ text: `${name} := ${this.path(scope)}[_]`, declares: [any] }),
      () => ({
        text: `some ${key}\n\t${name} := ${this.path(scope)}[${key}]`,
        declares: [any, { name: key, kind: "any" } as const],
      }),
      () => ({
        text: `walk(${this.path(scope)}, [${key}, ${name}])`,
        declares: [any, { name: key, kind: "array" } as const],
      }),
    ])();
  }

  /** A partner of what is known already: members of a list with a given value somewhere. */
  private join(scope: readonly Variable[], name: string): Line {
    const field = this.random.pick(["kind", "metadata.name", "replicas", "name", "a"]);
    const list = this.random.pick([
      "input.items",
      "input.names",
      "input.nested",
      "data.base.list",
      "input.items[_].containers",
    ]);
    const iteration = this.random.pick([`some ${name} in ${list}`, `${name} := ${list}[_]`]);
    const sides = [`${name}.${field}`, this.random.chance(0.3) ? this.scalar() : this.path(scope)];
    if (this.random.chance(0.5)) sides.reverse();
    return { text: `${iteration}\n\t${sides.join(" == ")}`, declares: [{ name, kind: "any" }] };
  }

  private comparison(scope: readonly Variable[]): Line {
    const operator = this.random.pick(["==", "!=", "<", "<=", ">", ">="]);
    return { text: `${this.term(scope, "any", 1)} ${operator} ${this.term(scope, "any", 1)}`, declares: [] };
  }

  private negation(scope: readonly Variable[]): Line {
    const inner = this.random.chance(0.5) ? this.comparison(scope).text : this.path(scope);
    return { text: `not ${inner}`, declares: [] };
  }

  private everyLine(scope: readonly Variable[]): Line {
    const name = this.fresh();
    const { lines } = this.body([...scope, { name, kind: "any" }], 2);
    return { text: `every ${name} in ${this.path(scope)} {\n${lines}\n\t}`, declares: [] };
  }

  /** OPA calls a variable unsafe that stands in a ref's brackets and in a comprehension of the same line. */
  private membership(scope: readonly Variable[]): Line {
    const collection = this.collection(scope);
    const item = collection.includes("|") ? this.scalar() : this.term(scope, "any", 1);
    return { text: `${item} in ${collection}`, declares: [] };
  }

  private destructuring(scope: readonly Variable[]): Line {
    const [a, b] = [this.fresh(), this.fresh()];
    const declares = [
      { name: a, kind: "any" },
      { name: b, kind: "any" },
    ] as const;
    return this.random.pick([
      () => ({ text: `[${a}, ${b}] := ${this.path(scope)}`, declares }),
      () => ({ text: `{"name": ${a}, "image": ${b}} = input.items[_].containers[_]`, declares }),
      () => ({ text: `[${a}, ${b}] = [${this.term(scope, "any", 1)}, ${this.term(scope, "any", 1)}]`, declares }),
      () => ({ text: `some [${a}, ${b}] in [[1, "x"], [2, "y"], ${this.path(scope)}]`, declares }),
    ])();
  }

  private withLine(scope: readonly Variable[]): Line {
    const name = this.fresh();
    const target = this.random.pick(["input", "input.items", "input.object.a", "data.base", "data.base.x"]);
    const subject =
      this.values.length > 0 && this.random.chance(0.6)
        ? this.random.pick(this.values)
        : this.random.pick(["input", "data.base", "input.items"]);
    return {
      text: `${name} := ${subject} with ${target} as ${this.term(scope, "any", 1)}`,
      declares: [{ name, kind: "any" }],
    };
  }

  /** Somewhere in the input, or a value whose type is not known when compiling. */
  private path(scope: readonly Variable[]): string {
    const known = scope.filter(({ kind }) => kind === "any").map(({ name }) => name);
    if (known.length > 0 && this.random.chance(0.4)) {
      const base = this.random.pick(known);
      return this.random.chance(0.5) ? base : `${base}.${this.random.pick(["name", "kind", "a", "metadata"])}`;
    }
    return this.random.pick([
      "input.items",
      "input.names",
      "input.numbers",
      "input.object",
      "input.nested",
      "input.s",
      "input.n",
      "input.items[0].metadata.name",
      "input.missing",
      "data.base.list",
      "data.base",
    ]);
  }

  private collection(scope: readonly Variable[]): string {
    if (this.random.chance(0.2) && this.sets.length > 0) return this.random.pick(this.sets);
    if (this.random.chance(0.2) && this.objects.length > 0) return this.random.pick(this.objects);
    if (this.random.chance(0.2)) return this.comprehension(scope, 1);
    if (this.random.chance(0.1)) return this.term(scope, this.random.pick(["array", "object"]), 1);
    return this.path(scope);
  }

  private scalar(): string {
    return this.random.pick(['"a"', '"b"', '"web"', "1", "2", "0", "true", "false", "null", "1.5", '""']);
  }

  private term(scope: readonly Variable[], kind: Kind, depth: number): string {
    const fitting = scope.filter((variable) => variable.kind === kind || variable.kind === "any");
    if (fitting.length > 0 && this.random.chance(0.5)) return this.random.pick(fitting).name;
    switch (kind) {
      case "number":
        return this.numberTerm(scope, depth);
      case "string":
        return this.stringTerm(scope, depth);
      case "array":
        return this.arrayTerm(scope, depth);
      case "set":
        return this.setTerm(scope, depth);
      case "object":
        return this.objectTerm(scope, depth);
      default:
        return this.anyTerm(scope, depth);
    }
  }

  private anyTerm(scope: readonly Variable[], depth: number): string {
    if (depth > 0 && this.random.chance(0.4)) {
      return this.term(scope, this.random.pick(["number", "string", "array", "object", "set"]), depth - 1);
    }
    if (this.functions.length > 0 && this.random.chance(0.2))
      return `${this.random.pick(this.functions)}(${this.path(scope)})`;
    if (this.values.length > 0 && this.random.chance(0.15)) return this.random.pick(this.values);
    if (this.objects.length > 0 && this.random.chance(0.1))
      return `${this.random.pick(this.objects)}[${this.term(scope, "string", 0)}]`;
    return this.random.chance(0.5) ? this.path(scope) : this.scalar();
  }

  private numberTerm(scope: readonly Variable[], depth: number): string {
    if (depth === 0) return this.random.pick(["0", "1", "2", "(-1)", "10", "0.5"]);
    const inner = (): string => this.term(scope, "number", depth - 1);
    return this.random.pick([
      () => `count(${this.path(scope)})`,
      () => `${inner()} + ${inner()}`,
      () => `(${inner()} - ${inner()})`,
      () => `(${inner()} * ${inner()})`,
      () => `(${inner()} / ${inner()})`,
      () => `(${inner()} % ${inner()})`,
      () => `abs(${inner()})`,
      () => `round(${inner()})`,
      () => `to_number(${this.path(scope)})`,
      () => `sum(${this.path(scope)})`,
      () => `max(${this.path(scope)})`,
      () => `input.n`,
    ])();
  }

  private stringTerm(scope: readonly Variable[], depth: number): string {
    if (depth === 0) return this.random.pick(['"a"', '"b"', '"app"', '"x/y"', '"é"', '""', "`raw`", '"10"']);
    const inner = (): string => this.term(scope, "string", depth - 1);
    return this.random.pick([
      () => `sprintf("%v-%s-%d", [${this.term(scope, "any", 1)}, ${inner()}, ${this.term(scope, "number", 0)}])`,
      () => `concat(${inner()}, [${inner()}, ${inner()}])`,
      () => `upper(${inner()})`,
      () => `replace(${inner()}, "a", ${inner()})`,
      () => `trim(${inner()}, "a")`,
      () => `substring(${inner()}, 0, 1)`,
      () => `json.marshal(${this.term(scope, "any", 1)})`,
      () => `type_name(${this.term(scope, "any", 1)})`,
      () => `format_int(${this.term(scope, "number", 0)}, 10)`,
      () => "input.s",
    ])();
  }

  private arrayTerm(scope: readonly Variable[], depth: number): string {
    const inner = (): string => this.term(scope, "any", Math.max(0, depth - 1));
    return this.random.pick([
      () => `[${this.random.list(0, 3, inner).join(", ")}]`,
      () => `array.concat(${depth > 0 ? this.term(scope, "array", depth - 1) : "[]"}, [${inner()}])`,
      () => `sort(${this.path(scope)})`,
      () => `split(${this.term(scope, "string", 0)}, "a")`,
      () => this.each("[", this.collection(scope), "]"),
      () => `array.slice([${inner()}, ${inner()}], 0, 1)`,
    ])();
  }

  /** All members of a collection, under a name of its own. */
  private each(open: string, collection: string, close: string): string {
    const name = this.fresh();
    return `${open}${name} | some ${name} in ${collection}${close}`;
  }

  private eachPair(collection: string): string {
    const [key, name] = [this.fresh(), this.fresh()];
    return `{${key}: ${name} | some ${key}, ${name} in ${collection}}`;
  }

  private setTerm(scope: readonly Variable[], depth: number): string {
    const inner = (): string => this.term(scope, "any", Math.max(0, depth - 1));
    const set = (): string => (depth > 0 ? this.term(scope, "set", depth - 1) : "set()");
    return this.random.pick([
      () => `{${this.random.list(1, 3, inner).join(", ")}}`,
      () => `(${set()} | {${inner()}})`,
      () => `(${set()} & {${inner()}})`,
      () => `({${inner()}, ${inner()}} - ${set()})`,
      () => this.each("{", this.collection(scope), "}"),
      () => "set()",
    ])();
  }

  private objectTerm(scope: readonly Variable[], depth: number): string {
    const inner = (): string => this.term(scope, "any", Math.max(0, depth - 1));
    return this.random.pick([
      () => `{"a": ${inner()}, "b": ${inner()}}`,
      () => `{${this.term(scope, "string", 0)}: ${inner()}}`,
      () => `object.union({"a": ${inner()}}, {"b": ${inner()}})`,
      () => `object.remove({"a": ${inner()}, "b": 1}, ["b"])`,
      () => this.eachPair(this.path(scope)),
      () => "{}",
      () => `{1: ${inner()}, "1": ${inner()}}`,
    ])();
  }

  private comprehension(scope: readonly Variable[], depth: number): string {
    const { lines, scope: inner } = this.body(scope, 2);
    const head = this.term(inner, "any", depth);
    return this.random
      .pick([
        () => `[y | y := ${head}`,
        () => `{y | y := ${head}`,
        () => `{k: y | k := ${this.term(inner, "string", 0)}; y := ${head}`,
      ])()
      .replace("|", `|\n${lines}\n\t`)
      .concat("}")
      .replace(/^\[([\s\S]*)\}$/, "[$1]");
  }
}

function shuffle(lines: string[], random: Random): void {
  for (let i = lines.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [lines[i], lines[j]] = [lines[j] as string, lines[i] as string];
  }
}
