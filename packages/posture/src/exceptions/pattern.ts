import { patternSize } from "@sortie/rego/pattern-size";
import { RE2JS } from "re2js";

/** Whether a text fits a pattern of an exception. */
export type Pattern = (text: string) => boolean;

/** As `patternSize` counts. One of this size takes some megabytes and hundredths of a second, and there is an object after the other. */
const largestPattern = 50_000;

/**
 * A pattern in RE2 syntax between `^` and `$`, in linear time because users write it. A pattern that is not valid, or too
 * large, fits nothing.
 */
export function pattern(source: string): Pattern {
  return isLiteral(source) ? (text) => text === source : regex(source, 0);
}

/** The same without regard to case, and what is no pattern fits itself: names of controls have brackets. */
export function patternInAnyCase(source: string): Pattern {
  const lower = source.toLowerCase();
  const fits = isLiteral(source) ? undefined : regex(source, RE2JS.CASE_INSENSITIVE);
  return (text) => text.toLowerCase() === lower || fits?.(text) === true;
}

/** Whether a pattern fits its own text and nothing else, which most do. */
export function isLiteral(source: string): boolean {
  return /^[\w/:@ -]*$/.test(source);
}

/** Whether a text can be used as a pattern. */
export function isPattern(source: string): boolean {
  if (isTooLarge(source)) return false;
  try {
    RE2JS.compile(source);
    return true;
  } catch {
    return false;
  }
}

/** Compiled when it is first asked: the library's own patterns are about kinds that most scans do not meet. */
function regex(source: string, flags: number): Pattern {
  let fits: Pattern | undefined;
  return (text) => {
    fits ??= compiled(source, flags);
    return fits(text);
  };
}

function isTooLarge(source: string): boolean {
  return patternSize(source) > largestPattern;
}

function compiled(source: string, flags: number): Pattern {
  if (isTooLarge(source)) return () => false;
  try {
    const expression = RE2JS.compile(`^${source}$`, flags);
    return (text) => expression.test(text);
  } catch {
    return () => false; // as in Kubescape: an exception that cannot be read accepts nothing
  }
}
