import { code, list, type Syntax, term } from "../syntax.ts";
import { comprehension } from "./comprehensions.ts";
import { type Kind, knownRule, type Maker, nameOf, type Scope } from "./maker.ts";
import { builtinCall, numberLiteral, scalar, setOf, stringLiteral } from "./operands.ts";
import { path, ruleRef } from "./paths.ts";
import { pickWord } from "./texts.ts";

/** A term of a kind: a variable, a literal, an operation or a call. `depth` bounds what is nested in it. */
export function makeTerm(maker: Maker, scope: Scope, kind: Kind, depth: number): Syntax {
  const { random } = maker;
  const fitting = scope.filter((variable) => variable.kind === kind || variable.kind === "any");
  if (fitting.length > 0 && random.chance(0.45)) return term`${random.pick(fitting).name}`;
  if (depth === 0 || random.chance(0.25)) return leaf(maker, scope, kind);
  if (random.chance(0.25)) {
    const call = callOfKind(maker, scope, kind, depth);
    if (call !== undefined) return call;
  }
  return composite(maker, scope, kind, depth);
}

function leaf(maker: Maker, scope: Scope, kind: Kind): Syntax {
  const { random } = maker;
  switch (kind) {
    case "number":
      return random.chance(0.2) ? term`input.n` : numberLiteral(maker);
    case "string":
      return random.chance(0.2) ? term`input.s` : stringLiteral(maker, pickWord(random));
    case "boolean":
      return random.chance(0.3) ? term`input.flag` : term`${random.pick(["true", "false"])}`;
    case "array":
      return random.pick([() => path(maker, scope), () => term`[]`, () => term`[${scalar(maker)}]`])();
    case "set":
      return random.chance(0.4) ? term`set()` : term`{${scalar(maker)}}`;
    case "object":
      return random.pick([() => path(maker, scope), () => term`{}`, () => term`{"a": ${scalar(maker)}}`])();
    default:
      return random.chance(0.5) ? path(maker, scope) : scalar(maker);
  }
}

/** A call of any built-in whose result fits, with operands that are often variables and paths. */
function callOfKind(maker: Maker, scope: Scope, kind: Kind, depth: number): Syntax | undefined {
  const { random, catalog, dialect } = maker;
  const builtin = random.pick(dialect.isStrict ? catalog.filter(({ isDeprecated }) => !isDeprecated) : catalog);
  if (kind !== "any" && builtin.result !== kind && builtin.result !== "any") return undefined;
  return builtinCall(maker, builtin, (type) => {
    if (random.chance(0.4)) return makeTerm(maker, scope, type.type === "null" ? "any" : type.type, depth - 1);
    return random.chance(0.2) ? path(maker, scope) : undefined;
  });
}

function composite(maker: Maker, scope: Scope, kind: Kind, depth: number): Syntax {
  switch (kind) {
    case "number":
      return numberTerm(maker, scope, depth);
    case "string":
      return stringTerm(maker, scope, depth);
    case "boolean":
      return booleanTerm(maker, scope, depth);
    case "array":
      return arrayTerm(maker, scope, depth);
    case "set":
      return setTerm(maker, scope, depth);
    case "object":
      return objectTerm(maker, scope, depth);
    default:
      return anyTerm(maker, scope, depth);
  }
}

function anyTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const inner = (kind: Kind): Syntax => makeTerm(maker, scope, kind, depth - 1);
  return random.pick([
    () => inner(random.pick(["number", "string", "boolean", "array", "object", "set"])),
    () => comprehension(maker, scope, depth - 1),
    () => functionCall(maker, scope, depth) ?? path(maker, scope),
    () => ruleRef(maker, scope) ?? path(maker, scope),
    () => path(maker, scope),
  ])();
}

/** A call of a function of the program. */
export function functionCall(maker: Maker, scope: Scope, depth: number): Syntax | undefined {
  const known = knownRule(maker, "function");
  if (known === undefined) return undefined;
  const operands = Array.from({ length: known.arity }, () => makeTerm(maker, scope, "any", Math.max(0, depth - 1)));
  return term`${nameOf(maker, known)}(${list(operands, ", ", operands.length)})`;
}

function numberTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const inner = (): Syntax => makeTerm(maker, scope, "number", depth - 1);
  const operator = maker.random.pick(["+", "-", "*", "/", "%"]);
  return maker.random.chance(0.3) ? term`count(${path(maker, scope)})` : term`(${inner()} ${operator} ${inner()})`;
}

function booleanTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random, dialect } = maker;
  const inner = (): Syntax => makeTerm(maker, scope, "any", depth - 1);
  if (dialect.hasKeywords && random.chance(0.3)) return term`(${inner()} in ${path(maker, scope)})`;
  return term`(${inner()} ${random.pick(["==", "!=", "<", "<=", ">", ">="])} ${inner()})`;
}

function stringTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const inner = (kind: Kind): Syntax => makeTerm(maker, scope, kind, depth - 1);
  return random.pick([
    () => term`sprintf("%v-%s-%d", [${inner("any")}, ${inner("string")}, ${inner("number")}])`,
    () => term`concat(${inner("string")}, [${inner("string")}, ${inner("string")}])`,
    () => term`json.marshal(${inner("any")})`,
    () => term`type_name(${inner("any")})`,
    () => (maker.dialect.v0 ? term`upper(${inner("string")})` : templateString(maker, scope, depth)),
  ])();
}

function templateString(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const slots = random.list(1, 2, () => code`x{${makeTerm(maker, scope, "any", Math.max(0, depth - 1))}}`);
  // A string within the string needs the other kind of quotes, and comprehensions stand on lines of their own.
  return term`$"${list(slots, "", 1)}-"`;
}

function arrayTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const inner = (): Syntax => makeTerm(maker, scope, "any", depth - 1);
  return random.pick([
    () => term`[${list(random.list(0, 3, inner), ", ")}]`,
    () => term`array.concat(${makeTerm(maker, scope, "array", depth - 1)}, [${inner()}])`,
    () => term`sort(${path(maker, scope)})`,
  ])();
}

function setTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const set = (): Syntax => makeTerm(maker, scope, "set", depth - 1);
  const items = random.list(0, 3, () => makeTerm(maker, scope, "any", depth - 1));
  return random.chance(0.5) ? setOf(items) : term`(${set()} ${random.pick(["|", "&", "-"])} ${set()})`;
}

function objectTerm(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const inner = (): Syntax => makeTerm(maker, scope, "any", depth - 1);
  const key = (): Syntax => makeTerm(maker, scope, random.chance(0.8) ? "string" : "any", 0);
  return random.pick([
    () => term`{"a": ${inner()}, "b": ${inner()}}`,
    () =>
      term`{${list(
        random.list(0, 3, () => code`${key()}: ${inner()}`),
        ", ",
      )}}`,
    () => term`object.union({"a": ${inner()}}, {${key()}: ${inner()}})`,
    () => term`{1: ${inner()}, "1": ${inner()}}`,
  ])();
}
