import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { ApiError, ConnectionError } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { type Command, TriggerAction } from "../operator-command/command.ts";
import { type AccessDeps, judgeAccess } from "./access.ts";
import { refusalLog } from "./refusal-log.ts";

/** Larger bodies are refused: an OperatorCommand's body has the same bound. */
const maxBodyBytes = 65_536;

/** How long a caller waits before it asks again, in seconds. */
const retryAfterSeconds = 10;

export type TriggerActionDeps = AccessDeps & {
  /** Makes the commands durable. Resolves when the API server has all of them. */
  accept(
    commands: Command[],
    from: { traceparent: string | undefined },
  ): Promise<{ ok: true } | { ok: false; reason: "too-many" }>;
  clock: Clock;
  log: Logger;
};

/**
 * `POST /v1/triggerAction` (docs/reference/control-plane.md, "REST"). Answers 200 `ok` only when every command of the
 * request is an object in the API server. What a command says is never logged: its args may hold credentials.
 */
export function triggerActionRoutes(deps: TriggerActionDeps): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const sayRefused = refusalLog(deps.log, deps.clock);
  app.onError((err, c) => answerError(err, c, deps.log));
  app.notFound((c) => c.text("not found", 404));
  app.post(
    "/v1/triggerAction",
    async (c, next) => {
      const access = await judgeAccess(callerOf(c), deps);
      if (access.allowed) return next();
      sayRefused(callerOf(c).peer, access.status);
      if (access.status === 401) c.header("WWW-Authenticate", "Bearer");
      if (access.status === 429) c.header("Retry-After", String(retryAfterSeconds));
      return c.text(access.message, access.status);
    },
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => c.text(`the body is larger than ${maxBodyBytes} bytes`, 413),
    }),
    async (c) => {
      const read = readEnvelope(await c.req.text());
      if (!read.ok) return c.text(read.message, 400);
      const accepted = await deps.accept(read.commands, { traceparent: c.req.header("traceparent") });
      if (accepted.ok) return c.text("ok");
      c.header("Retry-After", String(retryAfterSeconds));
      return c.text("too many commands are open", 429);
    },
  );
  app.all("/v1/triggerAction", (c) => {
    c.header("Allow", "POST");
    return c.text(`method '${c.req.method}' not allowed`, 405);
  });
  return app;
}

function callerOf(c: Context<{ Bindings: HttpBindings }>) {
  return {
    peer: getConnInfo(c).remote.address,
    authorization: c.req.header("authorization"),
    origin: c.req.header("origin"),
  };
}

function readEnvelope(text: string): { ok: true; commands: Command[] } | { ok: false; message: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, message: "the body is not JSON" };
  }
  const parsed = TriggerAction.safeParse(json);
  return parsed.success
    ? { ok: true, commands: parsed.data.commands }
    : { ok: false, message: z.prettifyError(parsed.error) };
}

/** The API server could not be asked, or said no: the commands are not durable, and the caller has to come again. */
function answerError(err: Error, c: Context, log: Logger): Response {
  if (err instanceof ApiError || err instanceof ConnectionError) {
    log.warn({ err }, "commands not accepted: the API server did not take them");
    c.header("Retry-After", String(retryAfterSeconds));
    return c.text("the API server does not take commands", 503);
  }
  log.error({ err }, "request failed");
  return c.text("internal error", 500);
}
