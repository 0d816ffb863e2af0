import { didYouMean } from "@sortie/process/suggest";
import { type Flag, foreign } from "./flag.ts";

/** The command line does not say what to do. The message is for the person who typed it. */
export class RegoUsageError extends Error {
  override name = "RegoUsageError";
}

/** What a command line says: flags by name, and the words between them. */
export class Given {
  readonly words: readonly string[];
  private readonly values: ReadonlyMap<string, readonly string[]>;

  constructor(words: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.words = words;
    this.values = values;
  }

  /** Whether an on-off flag is on. */
  isOn(name: string): boolean {
    return this.values.get(name)?.at(-1) === "true";
  }

  isGiven(name: string): boolean {
    return this.values.has(name);
  }

  /** The last value of a flag counts. */
  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  number(name: string, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number)) throw new RegoUsageError(`--${name} is a number, not ${text}.`);
    return number;
  }

  /** A duration as Go writes it, in milliseconds: `500ms`, `1m30s`. */
  milliseconds(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
    const isWhole = parts.map(([part]) => part).join("") === text && parts.length > 0;
    if (!isWhole && text !== "0")
      throw new RegoUsageError(`--${name} is a duration such as 500ms or 1m30s, not ${text}.`);
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (milliseconds[unit as string] as number), 0);
  }
}

const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a command line as OPA does: `--flag value`, `--flag=value`, `-f value`, `-fvalue`, on-off flags together as
 * `-vz`, everything behind `--` a word.
 *
 * @throws RegoUsageError naming the flag that is wrong and, where one is near, what was probably meant.
 */
export function readFlags(args: readonly string[], flags: readonly Flag[]): Given {
  const words: string[] = [];
  const values = new Map<string, string[]>();
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") words.push(...rest.splice(0));
    else if (arg.startsWith("--")) readLong(arg, rest, flags, values);
    else if (arg.startsWith("-") && arg !== "-") readShort(arg, rest, flags, values);
    else words.push(arg);
  }
  return new Given(words, values);
}

type Values = Map<string, string[]>;

function readLong(arg: string, rest: string[], flags: readonly Flag[], values: Values): void {
  const at = arg.indexOf("=");
  const name = arg.slice(2, at < 0 ? undefined : at);
  const flag = flags.find((known) => known.name === name);
  if (flag === undefined) {
    const names = flags.map((known) => known.name);
    const purpose = Object.hasOwn(foreign, name) ? foreign[name] : undefined;
    if (purpose !== undefined) throw new RegoUsageError(`--${name} of OPA is not supported here: ${purpose}.`);
    throw new RegoUsageError(`unknown flag: --${name}.${didYouMean(name, names, "--")}`);
  }
  const inline = at < 0 ? undefined : arg.slice(at + 1);
  add(flag, flag.value === undefined ? (inline ?? "true") : (inline ?? next(flag, rest)), values);
}

function readShort(arg: string, rest: string[], flags: readonly Flag[], values: Values): void {
  for (let i = 1; i < arg.length; i++) {
    const flag = flags.find(({ short }) => short === arg[i]);
    if (flag === undefined) throw new RegoUsageError(`unknown shorthand flag: '${arg[i]}' in ${arg}.`);
    if (flag.value === undefined) {
      add(flag, "true", values);
      continue;
    }
    const inline = arg.slice(i + 1).replace(/^=/, "");
    add(flag, inline === "" ? next(flag, rest) : inline, values);
    return;
  }
}

function next({ name, value }: Flag, rest: string[]): string {
  const following = rest.shift();
  if (following === undefined) throw new RegoUsageError(`--${name} needs a value: --${name} ${value}`);
  return following;
}

function add({ name, choices, value, repeats }: Flag, given: string, values: Values): void {
  if (value === undefined && !["true", "false"].includes(given)) {
    throw new RegoUsageError(`--${name} is on or off: --${name}=true or --${name}=false, not ${given}.`);
  }
  if (choices !== undefined && !choices.includes(given)) {
    throw new RegoUsageError(`--${name} is one of ${choices.join(", ")}, not ${given}.${didYouMean(given, choices)}`);
  }
  const parts = repeats === "list" ? given.split(",").filter((part) => part !== "") : [given];
  values.set(name, [...(values.get(name) ?? []), ...parts]);
}
