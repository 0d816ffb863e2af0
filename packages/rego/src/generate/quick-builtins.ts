import { builtinNamed } from "../builtins/signatures.ts";
import { simpleFormat } from "../builtins/simple-format.ts";
import type { ArrayTerm, ScalarTerm, Term } from "../syntax/ast.ts";
import { constantMembers } from "./constant-rules.ts";
import { constantExpression } from "./constants.ts";
import { isPlainName } from "./plain-names.ts";
import type { Site } from "./site.ts";

/**
 * A call of a built-in whose operands are written: `quick` is what it answers to those that it nearly always has, and
 * undefined for others, for which the built-in is called.
 */
type WrittenCall = { readonly operands: readonly string[]; readonly quick: string | undefined };

/**
 * Writes the operands of a call. The built-ins that policies call for every object they look at are JavaScript then: that
 * costs a tenth of a call that checks its operands, charges for them and can fail.
 */
export function writeOperands(site: Site, name: string, args: readonly Term[]): WrittenCall {
  const { emit, mockable, program } = site.unit;
  const isOwn = !mockable.has(name) && program.builtins.lookUp(name) === builtinNamed(name)?.call;
  if (isOwn && name === "sprintf") return writeSprintf(site, args);
  const operands = emit.terms(site, args);
  const quick = isOwn && Object.hasOwn(quickAnswers, name) ? quickAnswers[name]?.(site, args, operands) : undefined;
  return { operands, quick };
}

type QuickAnswer = (site: Site, args: readonly Term[], operands: readonly string[]) => string | undefined;

const quickAnswers: Readonly<Record<string, QuickAnswer>> = {
  "object.get": (site, [, key], [object]) => {
    const names = plainNames(key);
    return names && `${object}${names.map((name) => `?.[${site.unit.code.string(name)}]`).join("")}`;
  },
  "internal.member_2": (site, [, collection], [item, from]) =>
    collection === undefined
      ? undefined
      : (memberOfConstant(site, collection, item) ?? `memberOfSet(${item}, ${from})`),
  contains: (_site, _args, operands) => ofShortTexts("includes", operands),
  startswith: (_site, _args, operands) => ofShortTexts("startsWith", operands),
  endswith: (_site, _args, operands) => ofShortTexts("endsWith", operands),
};

/** The constant names of a path that can be read as properties: what they read is what `object.get` finds. */
function plainNames(key: Term | undefined): readonly string[] | undefined {
  const parts = key?.kind === "array" ? key.items : key === undefined ? [] : [key];
  const names = parts.map((part) =>
    part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
  );
  const isPlain = names.length > 0 && names.every((name) => name !== undefined && isPlainName(name));
  return isPlain ? (names as string[]) : undefined;
}

function memberOfConstant({ unit: { code } }: Site, collection: Term, item = ""): string | undefined {
  const members = constantMembers(collection);
  const scalars = members?.map((value) => constantExpression(code, { kind: "scalar", value, loc: collection.loc }));
  return scalars && `${code.constant("a", `new Set([${scalars.join(", ")}])`)}.has(${item})`;
}

function ofShortTexts(method: string, [text = "", search = ""]: readonly string[]): string {
  return `areShort(${text}, ${search}) ? ${text}.${method}(${search}) : undefined`;
}

const textsOfVerbs: Readonly<Record<string, string>> = { s: "textOf", d: "digitsOf", v: "shownOf" };

/** `sprintf("… %s …", [x])`: the text around the operands is known, and they are strings or integers. */
function writeSprintf(site: Site, args: readonly Term[]): WrittenCall {
  const { emit, code } = site.unit;
  const [format, list] = args;
  const simple = simpleCall(format, list);
  if (simple === undefined) return { operands: emit.terms(site, args), quick: undefined };
  const { texts, verbs, items } = simple;
  const values = emit.terms(site, items);
  const parts = values.map((value, i) => {
    const part = code.fresh("t");
    code.push(`const ${part} = ${textsOfVerbs[verbs[i] as string]}(${value});`);
    return part;
  });
  const text = texts.flatMap((piece, i) => [code.string(piece), parts[i]]);
  const isKnown = parts.map((part) => `${part} !== undefined`).join(" && ");
  const quick = `${isKnown} ? ${text.filter((piece) => piece !== undefined && piece !== '""').join(" + ")} : undefined`;
  return { operands: [code.string((format as ScalarTerm).value as string), `[${values.join(", ")}]`], quick };
}

type SimpleCall = {
  readonly texts: readonly string[];
  readonly verbs: readonly string[];
  readonly items: ArrayTerm["items"];
};

function simpleCall(format: Term | undefined, list: Term | undefined): SimpleCall | undefined {
  if (format?.kind !== "scalar" || typeof format.value !== "string" || list?.kind !== "array") return undefined;
  const simple = list.items.length === 0 ? undefined : simpleFormat(format.value);
  return simple?.verbs.length === list.items.length ? { ...simple, items: list.items } : undefined;
}
