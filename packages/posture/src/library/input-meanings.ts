import { RE2JS } from "re2js";

type Meaning = { lists: RegExp; what: string; isOne: (text: string) => boolean };

/** What the texts of some lists are to the library's rules. Others are compared as they are. */
const meanings: readonly Meaning[] = [
  { lists: /^sensitiveValues(Allowed)?$/, what: "regular expression (RE2)", isOne: isExpression },
  {
    lists: /^((cpu|memory)_(request|limit)|sandbox_(cpu|memory)_limit)_(max|min)$/,
    what: "quantity",
    isOne: isQuantity,
  },
  { lists: /^max_(critical|high)_vulnerabilities$/, what: "number", isOne: (text) => /^\d+$/.test(text) },
];

/**
 * The first text of a control input that a rule could not use, and why; `undefined` where there is none. To the rule it would be
 * a pattern that matches nothing, or a bound that nothing exceeds.
 */
export function unusableText(name: string, texts: readonly string[]): string | undefined {
  const meaning = meanings.find(({ lists }) => lists.test(name));
  const at = meaning === undefined ? -1 : texts.findIndex((text) => !meaning.isOne(text));
  return at === -1 ? undefined : `${name}.${at}: "${texts[at]?.slice(0, 100)}" is no ${meaning?.what}`;
}

function isExpression(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}

/** As `policies/lib/quantities.rego` reads them. */
function isQuantity(text: string): boolean {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?(n|u|m|k|K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.test(text);
}
