import type { Location } from "../errors.ts";
import { type Dependence, type Members, none, type Whole, whole } from "./dependence.ts";

/** What is known of one body while it is walked: where it ranges over `input`, and which variables are lists of members. */
export class Frame {
  private readonly outer: Frame | undefined;
  private readonly traversals = new Map<string, Location>();
  private readonly lists = new Map<string, Members>();
  private readonly unread: Set<string>;
  private blocker: Whole | undefined;

  /** `toBeAssigned`: variables whose assignments are still to be walked. */
  constructor(toBeAssigned: Iterable<string>, outer?: Frame) {
    this.outer = outer;
    this.unread = new Set(toBeAssigned);
  }

  /** The same members are ranged over where the key is the same. */
  traverse(key: string | undefined, location: Location): void {
    this.traversals.set(key ?? `#${this.traversals.size}`, location);
  }

  block(blocker: Whole): void {
    this.blocker ??= blocker;
  }

  /** From here on the variable stands for a list of members. */
  list(variable: string, members: Members): void {
    this.lists.set(variable, members);
  }

  hasLists(): boolean {
    return this.lists.size > 0;
  }

  /** The variable's assignment was walked. */
  assigned(variable: string): void {
    this.unread.delete(variable);
    this.outer?.assigned(variable);
  }

  variable(name: string, location: Location): Dependence {
    if (this.unread.has(name)) return whole("a variable is used before its assignment", location);
    return this.lists.get(name) ?? this.outer?.variable(name, location) ?? none;
  }

  /** What the solutions of the body depend on, if they are collected in something of the given shape. */
  dependence(shape: Members["shape"]): Dependence {
    if (this.blocker !== undefined) return this.blocker;
    const [first, second] = this.traversals.values();
    if (second !== undefined) return whole("second traversal of input", second);
    return first === undefined ? none : { kind: "members", shape, identity: undefined, location: first };
  }
}
