import type { Location } from "../errors.ts";
import type { Body } from "../syntax/ast.ts";
import type { Span, SpanKind, Spans } from "../syntax/spans.ts";

/** Something in a source whose evaluation is reported. */
export type Probe = {
  /** A query or the body of a comprehension, a rule, or an expression of either. */
  readonly kind: "body" | "rule" | "expression";
  /** Absent for what the compiler added. */
  readonly span: Span | undefined;
  readonly location: Location;
  /** What it is called: the path of a rule, or the source text on one line. */
  readonly text: string;
  /** A declaration, `some x in xs`: evaluated, but nothing that somebody could forget to test. */
  readonly isDeclaration: boolean;
  /** Names of the variables whose values are reported with it. */
  readonly variables: readonly string[];
};

type ExpressionProbe = Pick<Probe, "location" | "variables"> & {
  readonly kind: SpanKind;
  readonly isDeclaration?: boolean;
};

/** Every probe of a policy and its queries. Generated code names them by their index. */
export class Probes {
  readonly all: Probe[] = [];
  private readonly spans = new Map<string, Spans[]>();
  private readonly known = new Map<Location, Map<string, number>>();

  addSource(file: string, spans: Spans): void {
    this.spans.set(file, [...(this.spans.get(file) ?? []), spans]);
  }

  rule(location: Location, path: string): number {
    return this.add({
      kind: "rule",
      location,
      span: this.span("head", location),
      text: path,
      isDeclaration: false,
      variables: [],
    });
  }

  expression({ location, kind, variables, isDeclaration = false }: ExpressionProbe): number {
    const span = this.span(kind, location);
    const text = oneLine(span?.text ?? "");
    return this.add({ kind: "expression", location, span, text, isDeclaration, variables });
  }

  body(body: Body): number {
    const [first] = body;
    const location = first?.loc ?? { file: "", row: 1, col: 1 };
    const text = body.map(({ loc }) => oneLine(this.span("expression", loc)?.text ?? "")).join("; ");
    return this.add({ kind: "body", location, span: undefined, text, isDeclaration: false, variables: [] });
  }

  has(kind: SpanKind, location: Location): boolean {
    return this.span(kind, location) !== undefined;
  }

  private span(kind: SpanKind, location: Location): Span | undefined {
    for (const spans of this.spans.get(location.file) ?? []) {
      const found = spans.of(kind, location);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Code is generated anew where a query replaces functions; what was known keeps its index. */
  private add(probe: Probe): number {
    const here = this.known.get(probe.location) ?? new Map<string, number>();
    this.known.set(probe.location, here);
    const key = [probe.kind, probe.text, ...probe.variables].join("\n");
    const index = here.get(key) ?? this.all.push(probe) - 1;
    here.set(key, index);
    return index;
  }
}

/** Source text with the white space between its words made single spaces. */
function oneLine(text: string): string {
  return text.split(/\s+/).join(" ");
}
