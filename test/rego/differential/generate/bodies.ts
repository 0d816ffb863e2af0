import { code, list, type Syntax, textOf } from "../syntax.ts";
import { makeLine } from "./lines.ts";
import type { Body, Maker, Scope } from "./maker.ts";

/** Some lines, with the variables that are bound behind them. */
export function makeBody(maker: Maker, outer: Scope, most: number, mayShuffle = false): Body {
  const { random } = maker;
  const scope = [...outer];
  const lines = random.list(1, most, () => {
    const line = makeLine(maker, scope);
    scope.push(...line.declares);
    return code`\t${line.syntax}`;
  });
  const unused = unusedNames(scope, lines);
  if (unused.length > 0) lines.push(code`\t[${unused.join(", ")}] != 0`);
  if (mayShuffle && random.chance(0.05)) shuffle(maker, lines);
  return { lines: list(lines, "\n", 1), scope };
}

/** A definition: `if`, where the dialect has it. */
export function withBody({ dialect }: Maker, head: Syntax, lines: Syntax): Syntax {
  return code`${head}${dialect.hasKeywords ? " if" : ""} {\n${lines}\n}`;
}

/** Variables that stand nowhere but where they are declared. */
function unusedNames(scope: Scope, lines: readonly Syntax[]): string[] {
  const text = lines.map(textOf).join("\n");
  const once = (name: string): boolean => text.split(new RegExp(`\\b${name}\\b`)).length <= 2;
  return scope.filter(({ name, mustBeUsed }) => mustBeUsed && once(name)).map(({ name }) => name);
}

function shuffle({ random }: Maker, lines: Syntax[]): void {
  for (let i = lines.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [lines[i], lines[j]] = [lines[j] as Syntax, lines[i] as Syntax];
  }
}
