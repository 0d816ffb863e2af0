import { z } from "zod";
import { environment } from "./environment.ts";

/** The process's environment does not fit the program's schema. The message lists every problem and no value. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Parses the process's environment (`environment`) once.
 *
 * @throws ConfigError naming each variable that is missing or wrong.
 */
export function readConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  // zod would compile the schema first, which takes longer than this one use of it.
  const parsed = schema.safeParse(environment(env), { jitless: true });
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  return parsed.data;
}
