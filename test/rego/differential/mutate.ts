import type { Choices } from "@sortie/rego/choices";

const token = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*|[A-Za-z_]\w*|\d+(?:\.\d+)?|:=|==|!=|<=|>=|\n|[ \t]+|./gsu;

/** Tokens that a source may not have of its own. */
const others = [
  ..."if contains in every some not with as else default import package null true _ x 1 -1 0.5 1e3".split(" "),
  ...'"a" `a` $"{x}" [ ] { } ( ) : = := == != < | & - + * / % , . ; input data set() \\ \' é @'.split(" "),
  ..."$ 0x1 01 1. .. and or print {} [] rego.v1 future.keywords count :: ! ||".split(" "),
  "\n",
  "#c\n",
  "\r\n",
];

/** A source of which a token or two are left out, doubled, exchanged or new. */
export function mutate(random: Choices, source: string): string {
  const tokens: string[] = source.match(token) ?? [];
  const count = random.chance(0.8) ? 1 : 2;
  for (let i = 0; i < count && tokens.length > 0; i++) mutateOnce(random, tokens);
  return tokens.join("");
}

function mutateOnce(random: Choices, tokens: string[]): void {
  const solid = [...tokens.keys()].filter((i) => !/^[ \t]+$/.test(tokens[i] ?? ""));
  if (solid.length === 0) return;
  const at = random.pick(solid);
  const other = random.pick(solid);
  const own = tokens[at] ?? "";
  const text = random.chance(0.5) ? random.pick(others) : (tokens[other] ?? "");
  random.pick([
    () => tokens.splice(at, 1),
    () => tokens.splice(at, 0, own, random.chance(0.5) ? " " : ""),
    () => tokens.splice(at, 1, text),
    () => tokens.splice(at, 0, text, random.chance(0.7) ? " " : ""),
    () => tokens.splice(at, 1, " "),
    () => {
      tokens[at] = tokens[other] ?? "";
      tokens[other] = own;
    },
  ])();
}
