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
  const parsed = parsedBy(schema, environment(env));
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  return parsed.data;
}

/**
 * Parses it for two who do not know each other: what every program of a kind reads, and what this one does.
 *
 * @throws ConfigError naming each variable that is missing or wrong for either.
 */
export function readConfigs<A extends z.ZodType, B extends z.ZodType>(
  schemas: [A, B],
  env: NodeJS.ProcessEnv = process.env,
): [z.infer<A>, z.infer<B>] {
  const values = environment(env);
  const [a, b] = [parsedBy(schemas[0], values), parsedBy(schemas[1], values)];
  if (a.success && b.success) return [a.data, b.data];
  const problems = [a, b].flatMap(({ error }) => (error === undefined ? [] : [z.prettifyError(error)]));
  throw new ConfigError(problems.join("\n"));
}

/** zod would compile the schema first, which takes longer than this one use of it. */
function parsedBy<S extends z.ZodType>(schema: S, values: ReturnType<typeof environment>) {
  return schema.safeParse(values, { jitless: true });
}
