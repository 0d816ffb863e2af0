/**
 * A piece of source text that knows which of its parts can be left out or replaced by simpler ones, so that a failing
 * program can be made smaller without being parsed.
 */
export type Syntax = Plain | List;
type Part = string | Syntax;
type Plain = {
  /** A term stands where any other term can stand. */
  readonly kind: "text" | "term";
  readonly parts: readonly Part[];
};
/** Items of which some can be left out. Fewer than `least` make no sense. */
type List = {
  readonly kind: "list";
  readonly separator: string;
  readonly least: number;
  readonly items: readonly Syntax[];
};

type Slot = string | number | Syntax;

export function code(texts: TemplateStringsArray, ...slots: readonly Slot[]): Syntax {
  return { kind: "text", parts: interleaved(texts, slots) };
}

export function term(texts: TemplateStringsArray, ...slots: readonly Slot[]): Syntax {
  return { kind: "term", parts: interleaved(texts, slots) };
}

export function list(items: readonly Syntax[], separator: string, least = 0): Syntax {
  return { kind: "list", separator, least, items };
}

/** Text that nothing is known about. */
export function verbatim(text: string): Syntax {
  return { kind: "text", parts: [text] };
}

function interleaved(texts: TemplateStringsArray, slots: readonly Slot[]): Part[] {
  const parts: Part[] = [];
  for (const [i, text] of texts.entries()) {
    if (text !== "") parts.push(text);
    const slot = slots[i];
    if (slot !== undefined) parts.push(typeof slot === "object" ? slot : String(slot));
  }
  return parts;
}

export function textOf(syntax: Part): string {
  if (typeof syntax === "string") return syntax;
  if (syntax.kind === "list") return syntax.items.map(textOf).join(syntax.separator);
  return syntax.parts.map(textOf).join("");
}

const simplest = ["1", '"a"', "true", "[]"].map((text): Syntax => ({ kind: "term", parts: [text] }));

/** Everything that is one step smaller, largest steps first. */
export function* smaller(syntax: Syntax): Generator<Syntax> {
  if (syntax.kind === "list") {
    yield* shorterLists(syntax);
    for (const [i, item] of syntax.items.entries()) {
      for (const other of smaller(item)) yield { ...syntax, items: syntax.items.with(i, other) };
    }
    return;
  }
  if (syntax.kind === "term") yield* simplerTerms(syntax);
  for (const [i, part] of syntax.parts.entries()) {
    if (typeof part === "string") continue;
    for (const other of smaller(part)) yield { ...syntax, parts: syntax.parts.with(i, other) };
  }
}

function* shorterLists(syntax: List): Generator<Syntax> {
  const { items, least } = syntax;
  const half = Math.floor(items.length / 2);
  if (half > 1 && items.length - half >= least) {
    yield { ...syntax, items: items.slice(half) };
    yield { ...syntax, items: items.slice(0, items.length - half) };
  }
  if (items.length <= least) return;
  for (const i of items.keys()) yield { ...syntax, items: items.toSpliced(i, 1) };
}

function* simplerTerms(syntax: Plain): Generator<Syntax> {
  const { length } = textOf(syntax);
  yield* termsWithin(syntax.parts);
  for (const simple of simplest) if (textOf(simple).length < length) yield simple;
}

function* termsWithin(parts: readonly Part[]): Generator<Syntax> {
  for (const part of parts) {
    if (typeof part === "string") continue;
    if (part.kind === "term") yield part;
    else yield* termsWithin(part.kind === "list" ? part.items : part.parts);
  }
}
