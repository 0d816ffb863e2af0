import { addAbortSignal } from "node:stream";
import type { Access, Credentials } from "../access/access.ts";
import { apiErrorOf, ConnectionError } from "../api-error.ts";
import type { Answer } from "./connection-pool.ts";
import { createConnections } from "./connections.ts";
import { type Deadline, withDeadline } from "./deadline.ts";
import { readText } from "./read-text.ts";
import { type Ended, parseRetryAfter } from "./retry.ts";
import { serverClock } from "./server-clock.ts";
import { untilAccepted } from "./until-accepted.ts";

export type Call = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query below the server's base URL. */
  path: string;
  /** JSON text. */
  body?: string | undefined;
  contentType?: string | undefined;
  accept?: string | undefined;
  signal?: AbortSignal | undefined;
  /** For the whole call: connecting, repeating it while the server is busy, reading the answer. */
  timeoutSeconds?: number | undefined;
  maxBytes?: number | undefined;
};

/** kube-apiserver gives a call 60 s itself (`--request-timeout`). */
const defaultTimeoutSeconds = 60;
/** etcd refuses objects above 1.5 MiB; an aggregated API such as Sortie's storage holds far larger ones. */
const defaultMaxBytes = 64 * 1024 * 1024;
/** A watch is answered as soon as it is accepted. */
const streamTimeoutSeconds = 30;
const longestErrorBody = 1024 * 1024;

export type Transport = ReturnType<typeof createTransport>;

/** Sends calls over kept-alive connections, with the credentials of the moment. `signal` is for calls without their own. */
export function createTransport(
  access: Access,
  { userAgent, signal: lifetime }: { userAgent: string; signal?: AbortSignal | undefined },
) {
  const connections = createConnections(access);
  const clock = serverClock();
  const basePath = new URL(access.server).pathname.replace(/\/$/, "");

  async function send(call: Call, { headers, tls }: Credentials, signal: AbortSignal): Promise<Answer> {
    const answer = await connections.with(tls).send({
      path: basePath + call.path,
      method: call.method,
      headers: {
        accept: call.accept ?? "application/json",
        "user-agent": userAgent,
        ...(call.body === undefined ? {} : { "content-type": call.contentType ?? "application/json" }),
        ...headers,
      },
      body: call.body,
      signal,
    });
    clock.told(answer.date?.toString());
    return answer;
  }

  /** An answer below 300; whatever is in the way of one is thrown. */
  async function accepted(call: Call, deadline: Deadline): Promise<Answer> {
    let shown: Credentials | undefined;
    const ended = await untilAccepted(call.method, deadline, {
      send: async (signal) => {
        shown = await access.credentials(signal);
        return send(call, shown, signal);
      },
      forget: () => shown?.forget?.(),
    });
    if ("accepted" in ended) return ended.accepted;
    throw await failureOf(call, access.server, ended.failed, shown?.doubt);
  }

  return {
    server: access.server,
    namespace: access.namespace,
    clock: { now: clock.now },

    /** The JSON of an answer; `undefined` where it has no body. */
    async json<T>(call: Call): Promise<T> {
      const { timeoutSeconds: seconds = defaultTimeoutSeconds, signal = lifetime, maxBytes = defaultMaxBytes } = call;
      return withDeadline({ seconds, signal, what: describe(call, access.server) }, async (deadline) => {
        const { body, status } = await accepted(call, deadline);
        const text = await readText(body, maxBytes).catch((err: unknown) => {
          deadline.signal.throwIfAborted();
          throw connectionErrorOf(call, access.server, err);
        });
        return parseAnswer(call, text, status) as T;
      });
    },

    /** The body of an answer that goes on until the server, the connection or the signal ends it. */
    async *stream(call: Call & { signal: AbortSignal }): AsyncGenerator<Buffer, void, undefined> {
      const what = { seconds: streamTimeoutSeconds, signal: call.signal, what: describe(call, access.server) };
      const { body } = await withDeadline(what, (deadline) => accepted(call, deadline));
      try {
        yield* addAbortSignal(call.signal, body);
      } catch (err) {
        call.signal.throwIfAborted();
        throw connectionErrorOf(call, access.server, err);
      }
    },

    close: () => connections.close(),
  };
}

function describe(call: Call, server: string): string {
  return `${call.method} ${server}${call.path.split("?", 1)[0]}`;
}

async function failureOf(
  call: Call,
  server: string,
  ended: Ended<Answer>,
  doubt: string | undefined,
): Promise<unknown> {
  if ("err" in ended) return connectionErrorOf(call, server, ended.err);
  // A body that breaks off tells less than the status that has arrived.
  const body = await readText(ended.answer.body, longestErrorBody).catch(() => "");
  const remark = ended.status === 401 ? doubt : undefined;
  return apiErrorOf(call, { code: ended.status, body, remark, retryAfterSeconds: parseRetryAfter(ended.retryAfter) });
}

function connectionErrorOf(call: Call, server: string, err: unknown): unknown {
  if (err instanceof ConnectionError || !(err instanceof Error)) return err;
  const code = "code" in err && typeof err.code === "string" ? err.code : "unknown";
  return new ConnectionError(code, `${describe(call, server)}: ${err.message || code}`, { cause: err });
}

function parseAnswer(call: Call, text: string, status: number): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    // The parser's message quotes what it could not parse, which can be a Secret.
    throw new ConnectionError("not_json", `${call.method} ${call.path.split("?", 1)[0]}: answer ${status} is not JSON`);
  }
}
