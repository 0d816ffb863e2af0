import { type DestinationStream, pino } from "pino";

export type Logger = pino.Logger;

/**
 * JSON lines on standard output (docs/reference/logging.md). Fields that could hold a credential are cut out whatever
 * their depth up to two, so that a mistake at a call site leaks nothing.
 */
export function createLogger(name: string, level = "info", destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ["token", "password", "secret", "accessKey", "authorization", "args", "headers"].flatMap((key) => [
          key,
          `*.${key}`,
          `*.*.${key}`,
        ]),
        censor: "[redacted]",
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
