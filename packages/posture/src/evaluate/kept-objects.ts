import type { KubeObject } from "@sortie/kube";
import type { Rule } from "../library/library.ts";
import { isGiven, type ObjectType, typeKey } from "../objects/object-type.ts";
import { aggregate } from "./aggregate.ts";
import { parts } from "./parts.ts";

/** Rules, by their numbers, that are all given the same objects. Each batch is made when it is asked for. */
type Question = { rules: readonly number[]; batches: Iterable<unknown[]> };

type WaitingRule = { index: number; rule: Rule; joins: boolean };

/** Rules that are given all objects of the same types in the same form. */
type Group = { aggregator: Rule["resourcesAggregator"]; types: readonly string[]; asked: readonly WaitingRule[] };

/** Objects that wait for rules which are asked when all are there. */
export class KeptObjects {
  private readonly byType = new Map<string, { type: ObjectType; objects: KubeObject[] }>();

  of(type: ObjectType): KubeObject[] {
    const key = typeKey(type);
    const known = this.byType.get(key);
    if (known !== undefined) return known.objects;
    const objects: KubeObject[] = [];
    this.byType.set(key, { type, objects });
    return objects;
  }

  /**
   * What these rules are to be asked: a rule that joins objects about all that it matches, others in batches, together with
   * the rules that match the same. What is put together for a batch is put together once, and let go, and so are objects that
   * no later question is about.
   */
  *questions(rules: readonly WaitingRule[], batchSize: number): Generator<Question> {
    const groups = this.groupsOf(rules);
    for (const [at, { aggregator, types, asked }] of groups.entries()) {
      const objects = types.flatMap((key) => this.byType.get(key)?.objects ?? []);
      const input = () => aggregate(aggregator, objects);
      const { joining = [], others = [] } = Object.groupBy(asked, ({ joins }) => (joins ? "joining" : "others"));
      const indexes = others.map(({ index }) => index);
      if (indexes.length > 0) yield { rules: indexes, batches: parts(input(), batchSize) };
      const whole = joining.length > 0 ? [...input()] : [];
      for (const { index } of joining) yield { rules: [index], batches: [whole] };
      const later = new Set(groups.slice(at + 1).flatMap((group) => group.types));
      for (const key of types) if (!later.has(key)) this.byType.delete(key);
    }
  }

  /** Rules that are given the same. Those about types that few others are about come first, so that these can be let go. */
  private groupsOf(rules: readonly WaitingRule[]): Group[] {
    const byInput = Map.groupBy(
      rules,
      ({ rule }) => `${rule.resourcesAggregator ?? ""} ${this.typesOf(rule).join(" ")}`,
    );
    const groups = [...byInput.values()].flatMap((asked) =>
      asked.slice(0, 1).map(({ rule }) => ({
        aggregator: rule.resourcesAggregator,
        types: this.typesOf(rule),
        asked,
      })),
    );
    const uses = Map.groupBy(
      groups.flatMap(({ types }) => types),
      (key) => key,
    );
    const rarest = ({ types }: Group) => Math.min(groups.length, ...types.map((key) => uses.get(key)?.length ?? 0));
    return groups.toSorted((a, b) => rarest(a) - rarest(b));
  }

  /** In a fixed order: which of two types arrived first must not decide which object a rule meets first. */
  private typesOf(rule: Rule): string[] {
    return [...this.byType]
      .filter(([, { type }]) => isGiven(rule, type))
      .map(([key]) => key)
      .toSorted();
  }

  clear(): void {
    this.byType.clear();
  }
}
