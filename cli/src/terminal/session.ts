import { type Progress, progressLine, progressLog, silent } from "./progress.ts";
import { coloured, plain, type Style } from "./style.ts";

/** What the command reads from its environment itself; the rest is handed to the programs it starts. */
export type Environment = Record<string, string> & {
  /** https://no-color.org */
  NO_COLOR?: string;
  TERM?: string;
  /** Folder of a control library to use instead of the one that comes with the command. */
  POLICIES_DIR?: string;
  /** Set by npm to the name of the script that it runs. */
  npm_lifecycle_event?: string;
};

type Output = { isTTY?: boolean; columns?: number; write(text: string): unknown };

/** The streams and the environment that the command was started with. */
export type Session = {
  stdin: AsyncIterable<Buffer>;
  stdout: Output;
  stderr: Output;
  environment: Environment;
  folder: string;
  signal: AbortSignal;
};

const widthOfFiles = 100;

/** Colour is for terminals whose owner did not ask for none. */
export function styleFor(output: Output | undefined, { NO_COLOR, TERM }: Environment): Style {
  return output?.isTTY && !NO_COLOR && TERM !== "dumb" ? coloured : plain;
}

export function widthOf(output: Output | undefined): number {
  return Math.max(40, (output?.isTTY && output.columns) || widthOfFiles);
}

/** How this person starts the command. */
export function programName({ npm_lifecycle_event }: Environment): string {
  return npm_lifecycle_event === "start" ? "npm start --" : "sortie";
}

/**
 * Progress goes beside the report: a line on a terminal that can write over it, a log where everything was asked for.
 */
export function progressOn(output: Output, { TERM }: Environment, verbose: boolean): Progress {
  if (verbose) return progressLog(output, () => performance.now());
  return output.isTTY && TERM !== "dumb" ? progressLine(output) : silent;
}
