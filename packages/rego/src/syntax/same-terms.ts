import type { Term } from "./ast.ts";
import { deepestTree, tooDeep } from "./nesting.ts";

/** Numbers for terms: the same for two that are written the same way, and for sets and objects in another order. */
export class SameTerms {
  private readonly numbers = new Map<string, number>();
  /** A term within others is looked at once. */
  private readonly known = new WeakMap<object, number>();

  numberOf(term: Term): number {
    return this.ofNode(term, 0);
  }

  private ofNode(node: object, depth: number): number {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if ("loc" in node && depth > deepestTree) throw tooDeep((node as Term).loc);
    return this.remember(node, this.partsOf(node, "loc" in node ? depth + 1 : depth));
  }

  private partsOf(node: object, depth: number): string {
    const isUnordered = "kind" in node && (node.kind === "set" || node.kind === "object");
    let text = "";
    for (const [name, part] of Object.entries(node)) {
      if (name === "loc") continue;
      text += `${name}: ${isUnordered ? this.unordered(part, depth) : this.textOf(part, depth)}, `;
    }
    return text;
  }

  private remember(node: object, text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    this.known.set(node, number);
    return number;
  }

  private unordered(part: unknown, depth: number): string {
    if (!Array.isArray(part)) return this.textOf(part, depth);
    return [...new Set(part.map((item) => this.textOf(item, depth)))].toSorted().join(" ");
  }

  private textOf(part: unknown, depth: number): string {
    if (typeof part === "object" && part !== null) return `#${this.ofNode(part, depth)}`;
    return typeof part === "string" ? JSON.stringify(part) : `${typeof part} ${String(part)}`;
  }
}
