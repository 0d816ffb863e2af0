/** Says on a terminal what is going on, on one line that the next one replaces. */
export type Progress = {
  step(text: string): void;
  done(): void;
  /** Makes room for what is said instead of a result. */
  clear(): void;
};

export const silent: Progress = { step() {}, done() {}, clear() {} };

/** A terminal's stream, as far as it is needed here. */
type Terminal = { write(text: string): unknown; columns?: number | undefined };

/** Steps on one line of the terminal; `done` leaves the line empty. */
export function progressLine(terminal: Terminal): Progress {
  const clear = "\r\u001b[K";
  return {
    step(text) {
      terminal.write(`${clear}${text.slice(0, (terminal.columns || 80) - 1)}`);
    },
    done: () => void terminal.write(clear),
    clear: () => void terminal.write(clear),
  };
}

/** Each step on a line of its own, with the seconds since the process started, for `--verbose`. */
export function progressLog(output: Terminal, now: () => number): Progress {
  const log = (text: string) => void output.write(`${(now() / 1000).toFixed(2).padStart(6)} s  ${text}\n`);
  return { step: log, done: () => log("done"), clear() {} };
}
