import type { Advice } from "./edits.ts";

/** What to do, as one line without colours. Undefined where the control's own words have to say it. */
export function adviceText(advice: Advice): string | undefined {
  switch (advice.type) {
    case "set":
      // Rules write `YOUR_VALUE` where only its owner knows what belongs there.
      return advice.value.startsWith("YOUR_")
        ? `set ${advice.path} to a value of your choice`
        : `set ${advice.path} = ${advice.value}`;
    case "remove":
      return `remove ${advice.path}`;
    case "look":
      return `check ${advice.path}`;
    case "run":
      return `run ${advice.command}`;
    default:
      return undefined;
  }
}
