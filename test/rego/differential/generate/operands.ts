import { code, list, type Syntax, term } from "../syntax.ts";
import type { BuiltinType, OperandType } from "./catalog.ts";
import { numberTexts } from "./documents.ts";
import type { Maker } from "./maker.ts";
import { shapedOperands } from "./shaped-operands.ts";
import { pickTextFor, pickWord } from "./texts.ts";

/** Their results grow with the values of their operands, or OPA rounds large ones to 64 bits. */
const bounded = /^(numbers\.range|bits\.lsh|format_int|product|floor|ceil|round|abs|time\.)/;

/** Where an operand may come from instead of being written: a variable or a path, or nothing fitting. */
type Instead = (type: OperandType) => Syntax | undefined;

/** A call of a built-in with operands that its declaration allows. */
export function builtinCall(maker: Maker, builtin: BuiltinType, instead: Instead = () => undefined): Syntax {
  const known = shapedOperands(builtin.name);
  const shapes = known !== undefined && maker.random.chance(0.9) ? known : undefined;
  const operands = builtin.operands.map((type, i) => {
    const values = shapes?.[i];
    if (values === undefined) return operand(maker, builtin.name, type, instead);
    return term`${JSON.stringify(maker.random.pick(values))}`;
  });
  return term`${builtin.name}(${list(operands, ", ", operands.length)})`;
}

function operand(maker: Maker, builtin: string, type: OperandType, instead: Instead): Syntax {
  const mayBeAnything = !bounded.test(builtin);
  return (mayBeAnything ? instead(type) : undefined) ?? written(maker, builtin, type, instead);
}

function written(maker: Maker, builtin: string, type: OperandType, instead: Instead): Syntax {
  const { random } = maker;
  const member = (of: OperandType | undefined): Syntax => operand(maker, builtin, of ?? { type: "any" }, instead);
  switch (type.type) {
    case "null":
      return term`null`;
    case "boolean":
      return random.chance(0.5) ? term`true` : term`false`;
    case "number":
      return bounded.test(builtin) ? term`${maker.random.below(12) - 2}` : numberLiteral(maker);
    case "string":
      return stringLiteral(maker, pickTextFor(random, builtin));
    case "set":
      return setOf(random.list(0, 3, () => member(type.of)));
    case "array": {
      const fixed = type.static?.map(member) ?? [];
      const more = type.dynamic === undefined ? [] : random.list(0, 3, () => member(type.dynamic));
      return term`[${list([...fixed, ...more], ", ")}]`;
    }
    case "object":
      return objectOf(maker, builtin, type, instead);
    default:
      return type.of === undefined ? anything(maker, builtin) : member(random.pick(type.of));
  }
}

export function setOf(items: readonly Syntax[]): Syntax {
  return items.length === 0 ? term`set()` : term`{${list(items, ", ", 1)}}`;
}

function objectOf(
  maker: Maker,
  builtin: string,
  type: Extract<OperandType, { type: "object" }>,
  instead: Instead,
): Syntax {
  const { random } = maker;
  const fixed = (type.static ?? []).map(
    ({ key, value }) => code`${JSON.stringify(key)}: ${operand(maker, builtin, value, instead)}`,
  );
  const { dynamic } = type;
  const more = random.list(0, dynamic === undefined ? 0 : 3, () => {
    const key = written(maker, builtin, dynamic?.key ?? { type: "string" }, instead);
    return code`${key}: ${operand(maker, builtin, dynamic?.value ?? { type: "any" }, instead)}`;
  });
  return term`{${list([...fixed, ...more], ", ")}}`;
}

const any: OperandType = { type: "any" };
const anyTypes: readonly OperandType[] = [
  { type: "null" },
  { type: "boolean" },
  { type: "number" },
  { type: "string" },
  { type: "string" },
  { type: "set", of: any },
  { type: "array", dynamic: any },
  { type: "object", dynamic: { key: { type: "string" }, value: any } },
  { type: "object", dynamic: { key: any, value: any } },
];

function anything(maker: Maker, builtin: string): Syntax {
  const type = maker.random.pick(anyTypes);
  return written(maker, builtin, type, () => (maker.random.chance(0.5) ? term`${maker.random.below(3)}` : undefined));
}

export function numberLiteral({ random }: Maker): Syntax {
  if (random.chance(0.8)) return term`${random.pick(["0", "1", "2", "3", "10", "(-1)", "-1", "0.5", "1.5", "64"])}`;
  return term`${random.pick(numberTexts)}`;
}

/** A string in one of the ways Rego writes them. */
export function stringLiteral({ random }: Maker, text: string): Syntax {
  const isRaw = random.chance(0.2) && !/[`\0\ufeff]/.test(text);
  return isRaw ? term`\`${text}\`` : term`${escaped(text)}`;
}

/** A byte-order mark cannot stand in a module. */
function escaped(text: string): string {
  return JSON.stringify(text).replaceAll("\ufeff", "\\ufeff");
}

export function scalar(maker: Maker): Syntax {
  const { random } = maker;
  return random.pick([
    () => stringLiteral(maker, pickWord(random)),
    () => numberLiteral(maker),
    () => term`${random.pick(["true", "false", "null"])}`,
  ])();
}
