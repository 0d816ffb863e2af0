import { builtinTable } from "../capabilities/builtin-table.ts";
import { type Capabilities, defaultCapabilities } from "../capabilities/capabilities.ts";
import type { CustomBuiltins } from "../capabilities/custom-builtin.ts";
import { resultStream } from "../classify/stream.ts";
import { RegoSerialisedError } from "../errors.ts";
import { instantiateSerialised, type MakeFunction, type SerialisedCode } from "../instantiate.ts";
import type { Policy } from "../policy.ts";
import { ruleQuery } from "../rule-query.ts";
import { type PreparedQuery, preparedQuery, type RunnableProgram, runQuery } from "../run-query.ts";
import { type Memo, unset } from "../runtime/context.ts";
import { digestOf, format, type Header, treeOf } from "./format.ts";

/** A policy of which only the queries it was serialised with can be asked; others throw {@link RegoSerialisedError}. */
export type SerialisedPolicy = Pick<Policy, "evaluate" | "prepare" | "classify" | "stream"> & {
  readonly has: (query: string) => boolean;
};

type LoadOptions = {
  /** What `serialise` returned, kept where the text cannot be changed together with it. */
  readonly digest: string;
  readonly capabilities?: Capabilities;
  readonly builtins?: CustomBuiltins;
  /** Instead of `new Function`, for who keeps what V8 made of the code for the next run. */
  readonly makeFunction?: MakeFunction;
};

/**
 * Loads what `serialise` wrote. The text becomes code, so it is looked at only when it is the one that has the digest.
 *
 * @throws RegoSerialisedError for another text, or one of another version.
 */
export function loadSerialised(text: string, options: LoadOptions): SerialisedPolicy {
  if (digestOf(text) !== options.digest) throw new RegoSerialisedError("the policy is not the one that was serialised");
  const end = text.indexOf("\n");
  const header = JSON.parse(text.slice(0, end)) as Header;
  if (header.format !== format)
    throw new RegoSerialisedError(`the policy has the format ${header.format}, not ${format}`);
  const capabilities = options.capabilities ?? defaultCapabilities;
  const builtins = builtinTable(capabilities, options.builtins ?? {});
  const program = programOf(header, capabilities);
  const code = instantiateSerialised(text.slice(end + 1), { tree: program.tree, builtins }, options.makeFunction);
  return policyOf(header, program, code);
}

function programOf({ rules, tree }: Header, { allowNet }: Capabilities): RunnableProgram {
  const locations = rules.map(({ location }) => location);
  return { program: { groups: rules }, tree: treeOf(tree), locations, allowNet, probes: undefined };
}

function policyOf({ queries }: Header, program: RunnableProgram, code: SerialisedCode): SerialisedPolicy {
  const known = new Map(queries.map((query, index) => [query.text, { query, index }]));
  const compiled = { rules: code.rules, blankMemo: code.rules.map((): Memo => unset) };
  const prepared = new Map<string, PreparedQuery>();
  const find = (text: string) => {
    const found = known.get(text);
    if (found === undefined) throw new RegoSerialisedError(`the policy was serialised without the query ${text}`);
    return found;
  };
  const prepare = (text: string): PreparedQuery => {
    const ready = prepared.get(text);
    if (ready !== undefined) return ready;
    const { query, index } = find(text);
    const rule = query.rule === undefined ? undefined : code.rules[query.rule];
    const run = rule === undefined ? code.queries[index]?.() : ruleQuery(rule);
    if (run === undefined) throw new RegoSerialisedError(`the policy has no code for the query ${text}`);
    const created = preparedQuery(query.variables, (options, found) =>
      runQuery(program, compiled, run, options, found),
    );
    prepared.set(text, created);
    return created;
  };
  const classify: Policy["classify"] = (text) => find(text).query.classification;
  return {
    has: (text) => known.has(text),
    prepare,
    evaluate: (text, options) => prepare(text).evaluate(options),
    classify,
    stream: (text, options) => resultStream(classify(text).class, prepare(text), options),
  };
}
