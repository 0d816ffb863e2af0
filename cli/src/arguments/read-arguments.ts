import { parseArgs } from "node:util";
import { didYouMean } from "@sortie/process/suggest";
import { kubescapeFlag } from "./kubescape-words.ts";
import { type OptionName, options } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What was given to each flag, in order; nothing for a flag that is on or off. */
export type Values = Map<OptionName, string[]>;

/**
 * Tells flags and words of a command line apart.
 *
 * @throws UsageError for a flag that there is not, or whose value is missing, not wanted or given twice.
 */
export function readArguments(args: string[]): { values: Values; words: string[] } {
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      options.map((option) => [
        option.name,
        { type: "value" in option ? "string" : "boolean", ...("short" in option && { short: option.short }) } as const,
      ]),
    ),
  });
  const values: Values = new Map();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind === "option") addOption({ ...token, value: givenTo(token) }, values);
  }
  return { values, words };
}

type OptionToken = { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined };

/** `-o=FILE` means what `--output=FILE` does, as for kubectl and Kubescape. */
function givenTo({ rawName, value, inlineValue }: OptionToken): string | undefined {
  return inlineValue && !rawName.startsWith("--") ? value?.replace(/^=/, "") : value;
}

function addOption({ name, rawName, value, inlineValue }: OptionToken, values: Values): void {
  const option = options.find((known) => known.name === name);
  if (!option) {
    const names = options.map((known) => known.name);
    const hint = kubescapeFlag(name);
    const meant = hint === undefined ? didYouMean(name, names, "--") : ` ${hint}`;
    throw new UsageError(`Unknown flag ${rawName}.${meant}`);
  }
  if (!("value" in option)) {
    if (value !== undefined) throw new UsageError(`--${option.name} takes no value.`);
    values.set(option.name, []);
    return;
  }
  const isFlagInstead = !inlineValue && value !== undefined && /^-./.test(value);
  const parts = isFlagInstead || value === undefined ? [] : "repeats" in option ? value.split(",") : [value];
  const own = parts.map((part) => part.trim()).filter((part) => part !== "");
  if (own.length === 0) throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}`);
  const given = values.get(option.name) ?? [];
  if (given.length > 0 && !("repeats" in option)) throw new UsageError(`--${option.name} is given twice.`);
  values.set(option.name, [...given, ...own]);
}
