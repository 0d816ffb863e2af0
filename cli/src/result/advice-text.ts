import type { Advice } from "@sortie/posture/fixes";

/** What to do, as one line without colours. Undefined where the control's own words have to say it. */
export function adviceText(advice: Advice): string | undefined {
  switch (advice.type) {
    case "set":
      return `set ${advice.path} ${wantedText(advice.value)}`;
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

/** What a place is set to. Rules write `YOUR_VALUE` where only its owner knows what belongs there. */
export function wantedText(value: string): string {
  return value.startsWith("YOUR_") ? "to a value of your choice" : `= ${value}`;
}
