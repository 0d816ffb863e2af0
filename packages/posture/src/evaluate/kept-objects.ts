import type { KubeObject } from "@sortie/kube";
import type { Rule } from "../library/library.ts";
import { isGiven, type ObjectType, typeKey } from "../objects/object-type.ts";
import { aggregate } from "./aggregate.ts";
import { parts } from "./parts.ts";

/** Rules, by their numbers, that are all given the same objects. Each batch is made when it is asked for. */
type Question = { rules: readonly number[]; batches: Iterable<unknown[]> };

type WaitingRule = { index: number; rule: Rule; joins: boolean };

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
   * the rules that match the same. What is put together for a batch is put together once, and let go.
   */
  *questions(rules: readonly WaitingRule[], batchSize: number): Generator<Question> {
    const groups = Map.groupBy(
      rules,
      ({ rule }) => `${rule.resourcesAggregator ?? ""} ${this.typesOf(rule).join(" ")}`,
    );
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const { resourcesAggregator } = first.rule;
      const objects = this.typesOf(first.rule).flatMap((key) => this.byType.get(key)?.objects ?? []);
      const input = () => aggregate(resourcesAggregator, objects);
      const { joining = [], others = [] } = Object.groupBy(group, ({ joins }) => (joins ? "joining" : "others"));
      const indexes = others.map(({ index }) => index);
      if (indexes.length > 0) yield { rules: indexes, batches: parts(input(), batchSize) };
      if (joining.length === 0) continue;
      const whole = [...input()];
      for (const { index } of joining) yield { rules: [index], batches: [whole] };
    }
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
