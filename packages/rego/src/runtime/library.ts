import { type Location, RegoEvaluationError } from "../errors.ts";
import { compare } from "../values/compare.ts";
import { Decimal } from "../values/decimal.ts";
import { equal } from "../values/equal.ts";
import { isObject } from "../values/kinds.ts";
import { Sight } from "../values/lens.ts";
import { ObjectBuilder, objectOf, sizeOf } from "../values/objects.ts";
import { printTemplatePart } from "../values/print.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { type Context, type DocumentNode, unset } from "./context.ts";
import { baseMember, documentAt, settled, step, stepKeys } from "./documents.ts";
import type { GroupedPlace } from "./groups.ts";
import { joinPath } from "./indexes.ts";
import { anyKeys, anyValues, deepMember, keysIfAny, member, plainDeepMember, values } from "./lookup.ts";
import { keyConflict, PartialDocument } from "./partial-document.ts";
import { areShort, digitsOf, memberOfSet, shownOf, textOf } from "./quick-values.ts";

type Place = GroupedPlace<Context>;

/** Everything generated code can name besides its own declarations and JavaScript's syntax. */
export const library = {
  unset,
  equal,
  compare,
  member,
  deepMember,
  plainDeepMember,
  baseMember,
  values,
  keysIfAny,
  anyValues,
  anyKeys,
  areShort,
  memberOfSet,
  textOf,
  shownOf,
  digitsOf,
  joinPath,
  groupedPlace: (kind: Place["kind"], fill: Place["fill"]): Place => ({ kind, fill }),
  isObject,
  isCollection,
  sizeOf,
  objectOf,
  setOf: (members: readonly Value[]) => RegoSet.of(members),
  newSet: (sight?: Sight) => new RegoSet(sight),
  newSight: () => new Sight(),
  decimal: (coefficient: bigint, exponent: number) => Decimal.of(coefficient, exponent),
  ObjectBuilder,
  PartialDocument,
  putOnce,
  agreed,
  documentAt,
  step,
  stepKeys,
  settled,
  nodeAt,
  templatePart: printTemplatePart,
} as const;

function isCollection(value: Value): boolean {
  return Array.isArray(value) || value instanceof RegoSet || isObject(value);
}

function putOnce(builder: ObjectBuilder, key: Value, value: Value, location: Location): void {
  const known = builder.get(key);
  if (known !== undefined && !equal(known, value)) {
    throw keyConflict(location);
  }
  builder.set(key, value);
}

/** The value of a rule with several definitions, all of which must agree. */
function agreed(
  known: Value | undefined,
  value: Value,
  { evaluation }: Context,
  group: number,
  location: Location,
): Value {
  if (known === undefined || equal(known, value)) return value;
  throw new RegoEvaluationError("eval_conflict_error", evaluation.conflictMessage(group), { location });
}

function nodeAt(tree: DocumentNode, path: readonly string[]): DocumentNode {
  let node = tree;
  for (const part of path) {
    const child = node.children.get(part);
    if (child === undefined) throw new RegoEvaluationError("eval_internal_error", "no such document");
    node = child;
  }
  return node;
}
