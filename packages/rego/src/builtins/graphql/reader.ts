import { describe, type Token, tokenize } from "./lexer.ts";
import { at, GraphqlError, type Position } from "./position.ts";
import { type Argument, type Directive, type TypeRef, type ValueNode, valueKinds } from "./tree.ts";

const deepestNesting = 200;

/** Walks the tokens of a GraphQL source and reads what queries and schemas have in common. */
export class Reader {
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(source: string) {
    this.tokens = tokenize(source);
  }

  get token(): Token {
    return this.tokens[this.index] as Token;
  }

  get position(): Position {
    return this.token.position;
  }

  advance(): Token {
    const { token } = this;
    if (token.kind !== "<EOF>") this.index += 1;
    return token;
  }

  is(kind: Token["kind"], value?: string): boolean {
    return this.token.kind === kind && (value === undefined || this.token.value === value);
  }

  skip(kind: Token["kind"], value?: string): boolean {
    if (!this.is(kind, value)) return false;
    this.advance();
    return true;
  }

  expect(kind: Token["kind"]): Token {
    if (!this.is(kind)) throw new GraphqlError(`Expected ${kind}, found ${this.token.kind}`, this.position);
    return this.advance();
  }

  expectWord(word: string): void {
    if (this.skip("Name", word)) return;
    throw new GraphqlError(`Expected "${word}", found ${describe(this.token)}`, this.position);
  }

  unexpected(token = this.token): GraphqlError {
    return new GraphqlError(`Unexpected ${describe(token)}`, token.position);
  }

  name(): string {
    return this.expect("Name").value;
  }

  /** One or more items in brackets; none where there is no opening bracket. */
  some<Item>(open: Token["kind"], close: Token["kind"], read: () => Item): Item[] {
    if (!this.skip(open)) return [];
    if (this.is(close)) throw new GraphqlError(`expected at least one definition, found ${close}`, this.position);
    return this.until(close, read);
  }

  private until<Item>(close: Token["kind"], read: () => Item): Item[] {
    this.depth += 1;
    if (this.depth > deepestNesting) throw new GraphqlError("nested too deeply", this.position);
    const items: Item[] = [];
    while (!this.skip(close)) items.push(read());
    this.depth -= 1;
    return items;
  }

  type(): TypeRef {
    const { position } = this;
    if (!this.skip("[")) return at(position, { NamedType: this.name(), NonNull: this.skip("!") });
    const Elem = this.type();
    this.expect("]");
    return at(position, { NamedType: "", Elem, NonNull: this.skip("!") });
  }

  arguments(isConstant: boolean): Argument[] {
    return this.some("(", ")", () => {
      const { position } = this;
      const Name = this.name();
      this.expect(":");
      return at(position, { Name, Value: this.value(isConstant) });
    });
  }

  directives(isConstant: boolean): Directive[] {
    const found: Directive[] = [];
    while (this.skip("@")) {
      const { position } = this;
      const Name = this.name();
      found.push(at(position, { Name, ...list("Arguments", this.arguments(isConstant)), Location: "" }));
    }
    return found;
  }

  value(isConstant: boolean): ValueNode {
    const { token, position } = this;
    if (token.kind === "$" && !isConstant) {
      this.advance();
      return at(position, scalar(this.name(), valueKinds.variable));
    }
    if (this.skip("[")) {
      const items = this.until("]", () => ({ Name: "", Value: this.value(isConstant) }));
      return at(position, { ...scalar("", valueKinds.list), ...list("Children", items) });
    }
    if (this.skip("{")) {
      const fields = this.until("}", () => this.objectField(isConstant));
      return at(position, { ...scalar("", valueKinds.object), ...list("Children", fields) });
    }
    const kind = literalKind(token);
    if (kind === undefined) throw this.unexpected();
    this.advance();
    return at(position, scalar(token.value, kind));
  }

  private objectField(isConstant: boolean): { Name: string; Value: ValueNode } {
    const { position } = this;
    const Name = this.name();
    this.expect(":");
    return at(position, { Name, Value: this.value(isConstant) });
  }
}

function scalar(Raw: string, Kind: number): ValueNode {
  return { Raw, Kind, ExpectedTypeHasDefault: false };
}

function literalKind({ kind, value }: Token): number | undefined {
  switch (kind) {
    case "Int":
      return valueKinds.int;
    case "Float":
      return valueKinds.float;
    case "String":
      return valueKinds.string;
    case "BlockString":
      return valueKinds.block;
    case "Name":
      if (value === "true" || value === "false") return valueKinds.boolean;
      return value === "null" ? valueKinds.null : valueKinds.enum;
    default:
      return undefined;
  }
}

/** A member for a list, unless it is empty. */
export function list<Name extends string, Item>(name: Name, items: readonly Item[]): { [N in Name]?: readonly Item[] } {
  return (items.length === 0 ? {} : { [name]: items }) as { [N in Name]?: readonly Item[] };
}
