import type { Location, RegoEvaluationError } from "../errors.ts";
import { noteMembers } from "../values/effort.ts";
import { isPlainObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { setOwn } from "../values/objects.ts";
import type { PlainObject, Value } from "../values/value.ts";
import type { AllowNet } from "./allow-net.ts";
import { type GroupedPlace, Groups } from "./groups.ts";
import type { Budget } from "./limits.ts";
import type { Tracer } from "./tracer.ts";

/** The memo of a rule that was not evaluated yet; `undefined` is the memo of a rule without a value. */
export const unset = Symbol("unset");
export type Memo = Value | undefined | typeof unset;
/** A call of a function that took some steps: its value, and behind it the arguments. */
export type Call = readonly [value: Value | undefined, ...args: Value[]];

/** What a `with` puts in a function's place: another function, or a value whatever the arguments. */
export type Mock = (context: Context, ...args: Value[]) => Value | undefined;

/** Receives a line that a policy says, and where it says it. */
export type Said = (text: string, location: Location) => void;

/** A place under `data` where rules are, as compiled. */
export type DocumentNode = {
  readonly path: readonly string[];
  readonly children: ReadonlyMap<string, DocumentNode>;
  /** Index of the rule group at this very path, or -1. */
  readonly group: number;
};

/** What all contexts of one evaluation share. */
export type Evaluation = {
  readonly budget: Budget;
  readonly rules: readonly ((context: Context, ...args: Value[]) => Value | undefined)[];
  /** The memo of a new context: `unset` for every rule. */
  readonly blankMemo: readonly Memo[];
  readonly tree: DocumentNode;
  readonly locations: readonly Location[];
  readonly conflictMessage: (group: number) => string;
  readonly strict: boolean;
  /** Called by the code of a policy that is compiled to be traced. */
  readonly tracer: Tracer | undefined;
  /** Told the path of each case of a test before it runs. */
  readonly testCase: ((path: readonly string[]) => void) | undefined;
  /** What `print` and `trace` say; absent where nobody listens. */
  readonly print: Said | undefined;
  readonly note: Said | undefined;
  /** Built-in errors that end no evaluation. */
  readonly builtinError: ((error: RegoEvaluationError) => void) | undefined;
  /** What `opa.runtime()` answers. */
  readonly runtime: unknown;
  /** Hosts that built-ins may connect to. */
  readonly allowNet: AllowNet;
  /** State of built-ins that answer the same all through an evaluation, such as the time. */
  readonly builtinState: Map<string, unknown>;
};

/** Memos and replacements that are copied in one step. */
const copiedAtOnce = 64;

/** What an expression sees: the documents, and what is known of rules under them. `with` makes another one. */
export class Context {
  readonly evaluation: Evaluation;
  readonly state: Budget;
  readonly input: Value | undefined;
  readonly data: Value | undefined;
  /** By rule group; of a function it is the last call worth remembering. */
  readonly memo: (Memo | Call)[];
  readonly mocks: ReadonlyMap<string, Mock>;
  /** Rule groups whose value a `with` supplies. */
  readonly replaced: ReadonlyMap<number, Value | undefined>;
  /** No `with` replaces a rule or a function here. */
  readonly isPlain: boolean;
  private withoutMocks: Context | undefined;
  private grouped: Map<GroupedPlace<Context>, Groups<Context>> | undefined;

  constructor(parts: Pick<Context, "evaluation" | "input" | "data" | "mocks" | "replaced">) {
    this.evaluation = parts.evaluation;
    this.state = parts.evaluation.budget;
    this.input = parts.input;
    this.data = parts.data;
    this.mocks = parts.mocks;
    this.replaced = parts.replaced;
    this.isPlain = parts.mocks.size === 0 && parts.replaced.size === 0;
    this.memo = parts.evaluation.blankMemo.slice();
    for (const [group, value] of parts.replaced) this.memo[group] = value;
  }

  /** Evaluates a rule and remembers its value. */
  run(group: number, compute: (context: Context) => Value | undefined): Value | undefined {
    const outer = this.state.enter(group);
    const value = compute(this);
    this.state.leave(outer);
    this.memo[group] = value;
    return value;
  }

  /** Remembers a call for the next one with the same arguments. */
  keep(group: number, call: Call): void {
    if (!this.isObserved()) this.memo[group] = call;
  }

  /** The groups of a comprehension, for the values of the variables, besides its keys, on which it depends. */
  groups(place: GroupedPlace<Context>, others: readonly Value[]): Groups<Context> {
    this.grouped ??= new Map();
    const known = this.grouped.get(place);
    if (known?.isFor(others) === true) return known;
    const created = new Groups(place, others, this.isObserved());
    this.grouped.set(place, created);
    return created;
  }

  /** Whether somebody hears of errors that have no effect on values. */
  private isObserved(): boolean {
    const { strict, builtinError, note, testCase } = this.evaluation;
    return strict || builtinError !== undefined || note !== undefined || testCase !== undefined;
  }

  withInput(path: readonly Value[], value: Value): Context {
    return this.changed({ input: patched(this.input, path, value) });
  }

  withData(path: readonly string[], value: Value): Context {
    const replaced = new Map(this.replaced);
    let node: DocumentNode | undefined = this.evaluation.tree;
    for (const part of path) node = node?.children.get(part);
    if (node !== undefined) replaceUnder(node, value, replaced);
    return this.changed({ data: patched(this.data, path, value), replaced });
  }

  withFunction(name: string, mock: Mock): Context {
    const unmocked: Mock = (context, ...args) => mock(context.unmocked(), ...args);
    return this.changed({ mocks: new Map(this.mocks).set(name, unmocked) });
  }

  /** In a replacement, functions are the original ones. */
  private unmocked(): Context {
    if (this.mocks.size === 0) return this;
    this.withoutMocks ??= this.changed({ mocks: new Map() });
    return this.withoutMocks;
  }

  /** A context that differs in some parts. What it copies grows with the policy, and is charged. */
  private changed(parts: Partial<Pick<Context, "input" | "data" | "mocks" | "replaced">>): Context {
    const { evaluation, input, data, mocks, replaced } = this;
    const changed = new Context({ evaluation, input, data, mocks, replaced, ...parts });
    this.state.charge(Math.ceil((changed.memo.length + changed.replaced.size + changed.mocks.size) / copiedAtOnce));
    return changed;
  }
}

function replaceUnder(node: DocumentNode, value: Value | undefined, replaced: Map<number, Value | undefined>): void {
  if (node.group >= 0) replaced.set(node.group, value);
  for (const [key, child] of node.children) {
    const isObject = value !== undefined && isPlainObject(value);
    replaceUnder(child, isObject ? memberOf(value, key) : undefined, replaced);
  }
}

/** The document with one path replaced; what is not on the path is shared. */
function patched(document: Value | undefined, path: readonly Value[], value: Value): Value {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const base: PlainObject = document !== undefined && isPlainObject(document) ? document : {};
  noteMembers(Object.keys(base).length);
  const copy: Record<string, Value> = { ...base };
  if (typeof key === "string") setOwn(copy, key, patched(memberOf(base, key), rest, value));
  return copy;
}
