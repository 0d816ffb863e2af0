import { z } from "zod";

/** The process's environment does not fit the program's schema. The message lists every problem and no value. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Parses the process's environment once. Empty variables count as absent, as an empty chart value means "not set".
 *
 * @throws ConfigError naming each variable that is missing or wrong.
 */
export function readConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  return parsed.data;
}
