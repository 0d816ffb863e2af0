import { code, type Syntax } from "../syntax.ts";
import { comprehension } from "./comprehensions.ts";
import type { Kind, Maker, Scope, Variable } from "./maker.ts";
import { builtinCall, scalar } from "./operands.ts";
import { path, ruleRef } from "./paths.ts";
import { pattern } from "./patterns.ts";
import { functionCall, makeTerm } from "./terms.ts";
import { withModifiers } from "./with.ts";

/** A line of a body with the variables it binds. */
export type Line = { readonly syntax: Syntax; readonly declares: readonly Variable[] };

export function makeLine(maker: Maker, scope: Scope): Line {
  const line = maker.random.pick(makers)(maker, scope);
  return maker.random.chance(0.06) ? { ...line, syntax: withModifiers(maker, scope, line.syntax) } : line;
}

type LineMaker = (maker: Maker, scope: Scope) => Line;
const statement = (syntax: Syntax): Line => ({ syntax, declares: [] });
const unknown = (name: string): Variable => ({ name, kind: "any" });
const declared = (name: string): Variable => ({ name, kind: "any", mustBeUsed: true });
const ground = (maker: Maker): Maker => ({ ...maker, mayRange: false });

const makers: readonly LineMaker[] = [
  assignment,
  assignment,
  iteration,
  iteration,
  iteration,
  nestedIteration,
  (maker, scope) => statement(comparison(maker, scope)),
  (maker, scope) => statement(comparison(maker, scope)),
  negation,
  everyLine,
  membership,
  unification,
  unification,
  ruleIteration,
  callLine,
  withLine,
  walkLine,
];

function assignment(maker: Maker, scope: Scope): Line {
  const kinds: readonly Kind[] = ["any", "any", "number", "string", "boolean", "array", "object", "set"];
  const kind = maker.random.pick(kinds);
  const name = maker.fresh();
  return { syntax: code`${name} := ${makeTerm(maker, scope, kind, 2)}`, declares: [{ name, kind }] };
}

/** Members of a collection, in every way to write it. */
function iteration(maker: Maker, scope: Scope): Line {
  const { random, dialect } = maker;
  const [key, name] = [maker.fresh(), maker.fresh()];
  const base = path(maker, scope);
  const both = [unknown(name), unknown(key)];
  const bothDeclared = [declared(name), declared(key)];
  const ways: (() => Line)[] = [
    () => ({ syntax: code`${name} := ${base}[_]`, declares: [unknown(name)] }),
    () => ({ syntax: code`some ${key}\n\t${name} := ${base}[${key}]`, declares: both }),
    () => ({ syntax: code`${name} = ${base}[${key}]`, declares: both }),
    () => ({ syntax: code`some ${key}, ${name}\n\t${base}[${key}] = ${name}`, declares: both }),
  ];
  if (dialect.hasKeywords) {
    const inner = pattern(maker, [], 1);
    ways.push(
      () => ({ syntax: code`some ${name} in ${base}`, declares: [declared(name)] }),
      () => ({ syntax: code`some ${name} in ${base}`, declares: [declared(name)] }),
      () => ({ syntax: code`some ${key}, ${name} in ${base}`, declares: bothDeclared }),
      () => ({
        syntax: code`some ${inner.syntax} in ${base}`,
        declares: inner.declares.map(({ name }) => declared(name)),
      }),
    );
  }
  return random.pick(ways)();
}

/** One ref with several keys to be bound. */
function nestedIteration(maker: Maker, scope: Scope): Line {
  const { random } = maker;
  const [i, j] = [maker.fresh(), maker.fresh()];
  const bound = scope.length > 0 && random.chance(0.3) ? random.pick(scope).name : '"a"';
  return random.pick<() => Line>([
    () => ({ syntax: code`input.items[${i}].containers[${j}].name == ${bound}`, declares: [i, j].map(unknown) }),
    () => ({ syntax: code`input.nested[${i}][${j}]`, declares: [i, j].map(unknown) }),
    () => ({ syntax: code`data.base[${i}][${j}]`, declares: [i, j].map(unknown) }),
    () => ({ syntax: code`${j} = input[${i}][_].metadata.name`, declares: [i, j].map(unknown) }),
    () => ({ syntax: code`input.items[${i}].kind == input.items[${j}].kind`, declares: [i, j].map(unknown) }),
    () => ({ syntax: code`input.names[${i}] == input.items[${j}].metadata.name`, declares: [i, j].map(unknown) }),
  ])();
}

/** Members of a rule. */
function ruleIteration(maker: Maker, scope: Scope): Line {
  const ref = ruleRef(maker, scope);
  if (ref === undefined) return iteration(maker, scope);
  const [key, name] = [maker.fresh(), maker.fresh()];
  return maker.random.pick<() => Line>([
    () => ({ syntax: code`${name} := ${ref}[${key}]`, declares: [unknown(name), unknown(key)] }),
    () => ({ syntax: code`${ref}[${key}]`, declares: [unknown(key)] }),
    () => ({ syntax: code`${ref}[[${key}, ${name}]]`, declares: [unknown(key), unknown(name)] }),
    () => statement(ref),
  ])();
}

function comparison(maker: Maker, scope: Scope): Syntax {
  const { random } = maker;
  const operator = random.pick(["==", "==", "!=", "<", "<=", ">", ">=", "="]);
  return code`${makeTerm(maker, scope, "any", 1)} ${operator} ${makeTerm(maker, scope, "any", 1)}`;
}

function negation(maker: Maker, scope: Scope): Line {
  const inner = maker.random.pick([
    () => comparison(ground(maker), scope),
    () => path(ground(maker), scope),
    () => ruleRef(ground(maker), scope) ?? path(ground(maker), scope),
    () => functionCall(ground(maker), scope, 1) ?? path(maker, scope),
  ])();
  return statement(code`not ${inner}`);
}

function everyLine(maker: Maker, scope: Scope): Line {
  if (!maker.dialect.hasKeywords) return negation(maker, scope);
  const [key, name] = [maker.fresh(), maker.fresh()];
  const pair = maker.random.chance(0.3);
  const own = (pair ? [key, name] : [name]).map(declared);
  const body = maker.parts.body(maker, [...scope, ...own], 2);
  return statement(
    code`every ${pair ? `${key}, ${name}` : name} in ${path(ground(maker), scope)} {\n${body.lines}\n\t}`,
  );
}

function membership(maker: Maker, scope: Scope): Line {
  const { random, dialect } = maker;
  if (!dialect.hasKeywords) return statement(comparison(maker, scope));
  const collection = random.chance(0.7) ? path(maker, scope) : makeTerm(maker, scope, "set", 1);
  const item = random.chance(0.5) ? scalar(maker) : makeTerm(maker, scope, "any", 1);
  return statement(random.chance(0.2) ? code`"a", ${item} in ${collection}` : code`${item} in ${collection}`);
}

function unification(maker: Maker, scope: Scope): Line {
  const { random } = maker;
  const left = pattern(maker, scope, 2);
  if (random.chance(0.2)) return random.pick([arrayUnification, objectUnification])(maker, scope);
  const right = random.chance(0.9) ? path(maker, scope) : makeTerm(maker, scope, "any", 2);
  const sides = random.chance(0.3) ? [right, left.syntax] : [left.syntax, right];
  return { syntax: code`${sides[0] ?? right} = ${sides[1] ?? right}`, declares: left.declares };
}

/** Both sides have parts that bind, and parts that are known. */
function arrayUnification(maker: Maker, scope: Scope): Line {
  const [first, second] = [pattern(maker, scope, 1), pattern(maker, scope, 1)];
  const syntax = code`[${first.syntax}, ${path(maker, [])}] = [${path(maker, [])}, ${second.syntax}]`;
  return { syntax, declares: [...first.declares, ...second.declares] };
}

/** Both sides are objects with the same keys, in any order, within which variables are bound. */
function objectUnification(maker: Maker, scope: Scope): Line {
  const [first, second] = [pattern(maker, scope, 1), pattern(maker, scope, 1)];
  const [left, right] = [path(maker, []), path(maker, scope)];
  const syntax = code`{"a": ${first.syntax}, "b": ${right}} = {"b": ${second.syntax}, "a": ${left}}`;
  return { syntax, declares: [...first.declares, ...second.declares] };
}

/** A call as a statement, or with the result as one more operand. */
function callLine(maker: Maker, scope: Scope): Line {
  const { random, catalog, dialect } = maker;
  const own = random.chance(0.4) ? functionCall(maker, scope, 1) : undefined;
  if (own !== undefined) return statement(own);
  const usable = dialect.isStrict ? catalog.filter(({ isDeprecated }) => !isDeprecated) : catalog;
  const name = maker.fresh();
  const call = builtinCall(maker, random.pick(usable), () => (random.chance(0.4) ? path(maker, scope) : undefined));
  return random.chance(0.5) ? statement(call) : { syntax: code`${call} = ${name}`, declares: [unknown(name)] };
}

function walkLine(maker: Maker, scope: Scope): Line {
  const inner = pattern(maker, scope, 0);
  const [key, name] = [maker.fresh(), maker.fresh()];
  return maker.random.chance(0.7)
    ? {
        syntax: code`walk(${path(maker, scope)}, [${key}, ${name}])`,
        declares: [unknown(name), { name: key, kind: "array" }],
      }
    : {
        syntax: code`walk(${path(maker, scope)}, [["a", ${key}], ${inner.syntax}])`,
        declares: [unknown(key), ...inner.declares],
      };
}

/** A value as it is under other documents. */
function withLine(maker: Maker, scope: Scope): Line {
  const name = maker.fresh();
  const subject = maker.random.pick([
    () => ruleRef(maker, scope),
    () => functionCall(maker, scope, 1),
    () => comprehension(maker, scope, 1),
    () => undefined,
  ])();
  const line = code`${name} := ${subject ?? path(maker, scope)}`;
  return { syntax: withModifiers(maker, scope, line), declares: [unknown(name)] };
}
