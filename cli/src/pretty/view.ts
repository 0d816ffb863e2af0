import type { Source } from "../arguments/parse-arguments.ts";
import type { Changes } from "../diff/changes.ts";
import type { Style } from "../terminal/style.ts";

/** How a report for people is shown. */
export type View = {
  style: Style;
  /** Columns of the terminal. */
  width: number;
  /** Everything instead of the worst. */
  verbose: boolean;
};

/** What was scanned and how it is asked for again. */
export type Scanned = {
  source: Source;
  /** Flags without which another scan would judge by something else. */
  flags: string[];
  /** As the person would call it: `examples/online-shop`, `context prod`. */
  name: string;
  objects: number;
  durationSeconds: number;
  /** The earlier report it is compared with, as typed, and what has changed. */
  since?: { report: string; changes: Changes };
  /** How the command is started here: `sortie`, `npm start --`. */
  program: string;
};
