import { print } from "../values/print.ts";
import type { Value } from "../values/value.ts";

/** A format whose directives are bare `%s`, `%d` and `%v`: the text around them, one more than there are verbs. */
type SimpleFormat = { readonly texts: readonly string[]; readonly verbs: readonly string[] };

/** Formats are constants of policies, so there are few; a policy that makes them up is not to fill the memory. */
const mostRemembered = 1000;
const remembered = new Map<string, SimpleFormat | undefined>();

/**
 * What `sprintf` answers, for the formats and arguments that nearly all calls have. Undefined for all others, which take
 * the long way.
 */
export function formatSimply(format: string, args: readonly Value[]): string | undefined {
  const simple = simpleFormat(format);
  if (simple === undefined || simple.verbs.length !== args.length) return undefined;
  let text = simple.texts[0] as string;
  for (let i = 0; i < args.length; i++) {
    const argument = argumentText(simple.verbs[i] as string, args[i] as Value);
    if (argument === undefined) return undefined;
    text += argument + (simple.texts[i + 1] as string);
  }
  return text;
}

function argumentText(verb: string, value: Value): string | undefined {
  if (typeof value === "string") return verb === "d" ? undefined : value;
  if (typeof value === "number") return verb !== "s" && Number.isSafeInteger(value) ? String(value) : undefined;
  return Array.isArray(value) && verb !== "d" ? print(value) : undefined;
}

/** Undefined for a format with other directives. */
export function simpleFormat(format: string): SimpleFormat | undefined {
  const known = remembered.get(format);
  if (known !== undefined || remembered.has(format)) return known;
  const isSimple = !/%(?![sdv])/.test(format);
  const texts = format.split(/%[sdv]/);
  const verbs = Array.from(format.matchAll(/%([sdv])/g), ([, verb = ""]) => verb);
  const simple = isSimple ? { texts, verbs } : undefined;
  if (remembered.size < mostRemembered && format.length < mostRemembered) remembered.set(format, simple);
  return simple;
}
