import type { Context } from "../../runtime/context.ts";
import { typeName } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import { type NumberValue, toBigInt } from "../../values/numbers.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { charge } from "../define.ts";

/** One keyword, ready to look at a value: reports what is wrong with it. */
export type Check = (value: Value, validation: Validation) => void;

/** A schema whose keywords were read. Filled while it is read, since schemas may refer to themselves. */
export type Schema = {
  /** Of the schemas `true` and `false`: whether every value is valid. */
  verdict: boolean | undefined;
  /** What `$ref` leads to; nothing else of the schema counts then. */
  target: Schema | undefined;
  types: readonly string[];
  /** Keywords that hold other schemas for the same value. */
  combined: readonly Check[];
  number: readonly Check[];
  array: readonly Check[];
  object: readonly Check[];
  string: readonly Check[];
  common: readonly Check[];
  properties: ReadonlyMap<string, Schema>;
};

/** What is wrong with a document: where, what kind of error, and in words. */
export type SchemaError = { readonly field: string; readonly type: string; readonly desc: string };

const root = "(Root)";

/**
 * A value on its way through schemas. `score` says how far it came, which tells the closest of several alternatives:
 * each group of keywords it was held against counts one, each error takes two away.
 */
export class Validation {
  readonly errors: SchemaError[] = [];
  private score = 0;
  private readonly context: Context;
  private readonly path: readonly string[];

  constructor(context: Context, path: readonly string[] = []) {
    this.context = context;
    this.path = path;
  }

  get isValid(): boolean {
    return this.errors.length === 0;
  }

  /** The place of the value in the document, as errors name it. */
  get field(): string {
    return this.path.length === 0 ? root : this.path.join(".");
  }

  report(type: string, desc: string): void {
    this.errors.push({ field: this.field, type, desc });
    this.score -= 2;
  }

  /** Charges work that grows with the value. */
  charge(characters: number): void {
    charge(this.context, characters);
  }

  /** Counts a condition that holds. */
  reward(): void {
    this.score += 1;
  }

  isCloserThan(other: Validation | undefined): boolean {
    return other === undefined || this.score > other.score;
  }

  /** Takes over what was found elsewhere. */
  merge(other: Validation): void {
    for (const error of other.errors) this.errors.push(error);
    this.score += other.score;
  }

  /** Looks at the same value on its own, so that what is found may be dropped. */
  apart(schema: Schema, value: Value): Validation {
    const validation = new Validation(this.context, this.path);
    validation.check(schema, value);
    return validation;
  }

  /** Looks at a member on its own. */
  within(key: string, schema: Schema, value: Value): Validation {
    const validation = new Validation(this.context, [...this.path, key]);
    validation.check(schema, value);
    return validation;
  }

  check(schema: Schema, value: Value): void {
    charge(this.context, 64);
    if (schema.verdict !== undefined) {
      if (!schema.verdict) this.report("false", "False always fails validation");
      return;
    }
    if (schema.target !== undefined) {
      this.check(schema.target, value);
      return;
    }
    const type = jsonType(value);
    if (!isAllowed(schema.types, type)) {
      this.report("invalid_type", `Invalid type. Expected: ${listed(schema.types)}, given: ${type}`);
      return;
    }
    this.run(schema.combined, value);
    this.checkOwn(schema, type, value);
    this.score += 1;
  }

  private checkOwn(schema: Schema, type: string, value: Value): void {
    if (type === "array") this.run(schema.array, value);
    if (type === "object") this.run(schema.object, value);
    if (type === "integer" || type === "number") this.run(schema.number, value);
    this.run(schema.common, value);
    if (type === "string") this.run(schema.string, value);
    if (type === "object") this.checkProperties(schema, value as PlainObject);
  }

  private checkProperties({ properties }: Schema, object: PlainObject): void {
    for (const [name, schema] of properties) {
      const member = memberOf(object, name);
      if (member !== undefined) this.merge(this.within(name, schema, member));
    }
  }

  private run(checks: readonly Check[], value: Value): void {
    for (const check of checks) check(value, this);
    this.score += 1;
  }
}

function jsonType(value: Value): string {
  const name = typeName(value);
  return name === "number" && toBigInt(value as NumberValue) !== undefined ? "integer" : name;
}

function isAllowed(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type) || (type === "integer" && types.includes("number"));
}

function listed(types: readonly string[]): string {
  return types.length === 1 ? (types[0] as string) : `[${types.join(",")}]`;
}
