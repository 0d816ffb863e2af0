/** What each node needs. */
export type Graph<Node> = ReadonlyMap<Node, ReadonlySet<Node>>;

type Visit<Node> = { readonly node: Node; readonly rest: Iterator<Node>; lowest: number };

/**
 * The nodes from which a way leads back to them: Tarjan's strongly connected components, without recursion, since a
 * chain can be as long as a source. Linear in nodes and edges.
 */
export function nodesInCycles<Node>(graph: Graph<Node>): Set<Node> {
  const walk = new Walk(graph);
  for (const node of graph.keys()) walk.from(node);
  return walk.circular;
}

class Walk<Node> {
  readonly circular = new Set<Node>();
  private readonly graph: Graph<Node>;
  private readonly numbers = new Map<Node, number>();
  /** Nodes whose component is not complete, in the order of their numbers. */
  private readonly open: Node[] = [];
  private readonly isOpen = new Set<Node>();

  constructor(graph: Graph<Node>) {
    this.graph = graph;
  }

  from(start: Node): void {
    if (this.numbers.has(start)) return;
    const path = [this.visit(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { value: next, done } = top.rest.next();
      if (done === true) {
        path.pop();
        this.leave(top, path.at(-1));
      } else if (!this.numbers.has(next)) path.push(this.visit(next));
      else if (this.isOpen.has(next)) top.lowest = Math.min(top.lowest, this.numbers.get(next) as number);
    }
  }

  private visit(node: Node): Visit<Node> {
    const number = this.numbers.size;
    this.numbers.set(node, number);
    this.open.push(node);
    this.isOpen.add(node);
    return { node, rest: this.needsOf(node).values(), lowest: number };
  }

  private leave({ node, lowest }: Visit<Node>, outer: Visit<Node> | undefined): void {
    if (outer !== undefined) outer.lowest = Math.min(outer.lowest, lowest);
    if (lowest < (this.numbers.get(node) as number)) return;
    const component: Node[] = [];
    for (let member = this.open.pop(); member !== undefined; member = this.open.pop()) {
      this.isOpen.delete(member);
      component.push(member);
      if (member === node) break;
    }
    if (component.length === 1 && !this.needsOf(node).has(node)) return;
    for (const member of component) this.circular.add(member);
  }

  private needsOf(node: Node): ReadonlySet<Node> {
    return this.graph.get(node) ?? new Set();
  }
}

/** The shortest way from a node back to it; undefined where there is none. */
export function wayBack<Node>(graph: Graph<Node>, start: Node): readonly Node[] | undefined {
  const reachedFrom = new Map<Node, Node>();
  for (const node of graph.get(start) ?? []) {
    if (node === start) return [start, start];
    reachedFrom.set(node, start);
  }
  // A Map's keys are gone through in the order they are added, those added meanwhile as well.
  for (const node of reachedFrom.keys()) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return [...wayTo(reachedFrom, start, node), start];
      if (!reachedFrom.has(next)) reachedFrom.set(next, node);
    }
  }
  return undefined;
}

function wayTo<Node>(reachedFrom: ReadonlyMap<Node, Node>, start: Node, end: Node): Node[] {
  const way = [end];
  for (let node = end; node !== start; ) {
    node = reachedFrom.get(node) as Node;
    way.push(node);
  }
  return way.toReversed();
}
