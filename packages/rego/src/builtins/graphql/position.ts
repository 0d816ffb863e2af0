/** Where in a GraphQL source a node stands. Rows and columns count from 1. */
export type Position = { readonly row: number; readonly col: number };

/** Syntax trees are plain JSON data, so what has no place in the data is remembered beside it. */
const positions = new WeakMap<object, Position>();

export function at<Node extends object>(position: Position, node: Node): Node {
  positions.set(node, position);
  return node;
}

/** A tree that a policy wrote itself has no positions. */
export function positionOf(node: object): Position | undefined {
  return positions.get(node);
}

/** A GraphQL text or tree that is not valid. */
export class GraphqlError extends Error {
  override readonly name = "GraphqlError";
  readonly position: Position | undefined;

  constructor(message: string, position: Position | undefined) {
    super(message);
    this.position = position;
  }

  /** The message as OPA words it. */
  get text(): string {
    if (this.position === undefined) return `GraphQL parse error: ${this.message}`;
    return `${this.message} in GraphQL string at location ${this.position.row}:${this.position.col}`;
  }
}
