import type { Logger } from "@sortie/process";

/** Warns of what is tried again every few seconds when it begins to fail, and when it fails for another reason. */
export type ToldOnce = {
  warn(fields: { err: unknown } | { apiService: string }, message: string): void;
  /** It went well: the next failure is told again. */
  over(): void;
};

export function toldOnce(log: Pick<Logger, "warn">): ToldOnce {
  let told: string | undefined;
  return {
    warn: (fields, message) => {
      const why = "err" in fields && fields.err instanceof Error ? fields.err.message : "";
      const problem = `${message}: ${why}`;
      if (problem !== told) log.warn(fields, message);
      told = problem;
    },
    over: () => {
      told = undefined;
    },
  };
}
