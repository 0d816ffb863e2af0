import type { CommandHelp, Flag } from "./flag.ts";

/** The text of `--help` of one command. `program` is how this person starts `sortie`. */
export function commandHelp(program: string, command: CommandHelp): string {
  const start = `${program} rego ${command.name}`;
  return `${command.summary}

Usage
  ${start} ${command.words}

Examples
${command.examples.map(([line, meaning]) => `  ${start} ${line}\n      ${meaning}`).join("\n")}

Flags
${columns(command.flags.map((flag) => [described(flag), flag.help]))}

Exit status
${columns(command.exitStatus)}
`;
}

function described({ name, short, value, choices }: Flag): string {
  const argument = choices?.join("|") ?? value;
  return `${short === undefined ? "    " : `-${short}, `}--${name}${argument === undefined ? "" : ` ${argument}`}`;
}

export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= 40));
  return rows
    .map(([left, right]) =>
      left.length > width ? `  ${left}\n  ${"".padEnd(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
    )
    .join("\n");
}
