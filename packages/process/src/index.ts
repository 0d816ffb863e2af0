export { type Clock, systemClock } from "./clock.ts";
export { serverCloser } from "./close-server.ts";
export { hasSlept } from "./has-slept.ts";
export { JobError } from "./job-error.ts";
export { createLogger, type Logger } from "./logger.ts";
export { ConfigError, readConfig } from "./read-config.ts";
export { type Job, runJob } from "./run-job.ts";
export { type Running, runService, type Service } from "./run-service.ts";
export { parseTraceparent, type TraceContext } from "./traceparent.ts";
