import { fail } from "../define.ts";
import { isMatch, isPattern } from "../regex.ts";
import { runeLength } from "../runes.ts";
import type { Keywords } from "./keywords.ts";
import type { Check } from "./validation.ts";

export function stringChecks(keywords: Keywords): Check[] {
  const least = keywords.size("minLength");
  const most = keywords.size("maxLength");
  if (least !== undefined && most !== undefined && least > most) fail("minLength cannot be greater than maxLength");
  const checks: Check[] = [];
  if (least !== undefined) {
    const text = `String length must be greater than or equal to ${least}`;
    checks.push((value, validation) => {
      if (runeLength(value as string) < least) validation.report("string_gte", text);
    });
  }
  if (most !== undefined) {
    const text = `String length must be less than or equal to ${most}`;
    checks.push((value, validation) => {
      if (runeLength(value as string) > most) validation.report("string_lte", text);
    });
  }
  return [...checks, ...patternCheck(keywords.text("pattern"))];
}

function patternCheck(pattern: string | undefined): Check[] {
  if (pattern === undefined) return [];
  if (!isPattern(pattern)) fail("pattern must be a valid regex");
  return [
    (value, validation) => {
      validation.charge((value as string).length * 4);
      if (!isMatch(pattern, value as string)) validation.report("pattern", `Does not match pattern '${pattern}'`);
    },
  ];
}
