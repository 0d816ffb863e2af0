import {
  anyType,
  booleanType,
  type DynamicProperty,
  type FunctionType,
  nullType,
  numberType,
  type Property,
  stringType,
  type Type,
} from "./types.ts";

const plain: Readonly<Record<string, Type>> = {
  any: anyType,
  null: nullType,
  boolean: booleanType,
  number: numberType,
  string: stringType,
};

/**
 * Reads `(number, array[string]) boolean`. `array<number, string>` has these two items, `array[any]` any number of one
 * type, `object<a: string>[string: any]` a property and others, `(null | string)` is one of two; `any...` takes the
 * rest of the operands, and a function without a type behind has no value. Operands and the result may have a name:
 * `(x: number) half: number`.
 */
export function parseSignature(text: string): FunctionType {
  const reader = new SignatureReader(text);
  reader.expect("(");
  const args: Type[] = [];
  const names: string[] = [];
  let variadic: Type | undefined;
  while (!reader.take(")")) {
    const name = reader.name();
    const type = reader.type();
    if (reader.take("...")) variadic = type;
    else {
      args.push(type);
      names.push(name);
    }
    reader.take(",");
  }
  if (reader.atEnd) return { kind: "function", args, result: undefined, variadic, names };
  names.push(reader.name());
  return { kind: "function", args, result: reader.type(), variadic, names };
}

class SignatureReader {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(text: string) {
    this.tokens = text.match(/\w+|\.\.\.|[()<>[\]|,:]/g) ?? [];
  }

  get atEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  take(token: string): boolean {
    if (this.tokens[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new TypeError(`expected ${token} in ${this.tokens.join(" ")}`);
  }

  /** The words before a colon; empty where there are none. */
  name(): string {
    const end = this.tokens.findIndex((token, i) => i >= this.position && !/^\w/.test(token));
    if (this.tokens[end] !== ":") return "";
    const words = this.tokens.slice(this.position, end);
    this.position = end + 1;
    return words.join(" ");
  }

  type(): Type {
    if (this.take("(")) return this.union();
    const name = this.tokens[this.position++] ?? "";
    switch (name) {
      case "array":
        return { kind: "array", items: this.items(), rest: this.member() };
      case "set":
        return { kind: "set", of: this.member() };
      case "object":
        return { kind: "object", properties: this.properties(), dynamic: this.dynamic() };
      default:
        return plain[name] ?? anyType;
    }
  }

  private union(): Type {
    const of = [this.type()];
    while (this.take("|")) of.push(this.type());
    this.expect(")");
    return { kind: "any", of };
  }

  private items(): Type[] {
    const items: Type[] = [];
    if (!this.take("<")) return items;
    while (!this.take(">")) {
      items.push(this.type());
      this.take(",");
    }
    return items;
  }

  private member(): Type | undefined {
    if (!this.take("[")) return undefined;
    const type = this.type();
    this.expect("]");
    return type;
  }

  private properties(): Map<string, Property> {
    const properties = new Map<string, Property>();
    if (!this.take("<")) return properties;
    while (!this.take(">")) {
      const key = this.tokens[this.position++] ?? "";
      this.expect(":");
      properties.set(`"${key}`, { key, type: this.type() });
      this.take(",");
    }
    return properties;
  }

  private dynamic(): DynamicProperty | undefined {
    if (!this.take("[")) return undefined;
    const key = this.type();
    this.expect(":");
    const value = this.type();
    this.expect("]");
    return { key, value };
  }
}
