import * as http from "node:http";
import * as https from "node:https";
import { createSecureContext } from "node:tls";
import { urlToHttpOptions } from "node:url";
import type { TlsIdentity } from "../access/access.ts";
import { type Answer, type ConnectionPool, connections, idleMs, type Outgoing, probeMs } from "./connection-pool.ts";

/** A pool of Node's own: every program that talks to a cluster has it in memory anyway. */
export function directPool(server: URL, identity: TlsIdentity): ConnectionPool {
  const { protocol, hostname, port } = urlToHttpOptions(server);
  const options = { keepAlive: true, maxSockets: connections, timeout: idleMs };
  const isTls = protocol === "https:";
  const agent = isTls ? new https.Agent({ ...options, ...tlsOptions(identity) }) : new http.Agent(options);
  const { request } = isTls ? https : http;

  function send({ body, headers, ...call }: Outgoing): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      // No timeout of its own: that of the agent is for connections without a call.
      const sent = request({ agent, hostname, port, timeout: 0, headers: { ...headers, ...length }, ...call });
      sent.on("socket", (socket) => socket.setKeepAlive(true, probeMs));
      sent.on("response", (response) => resolve(answerOf(response)));
      // Also after the answer has begun: that one then ends with an error of its own.
      sent.on("error", reject);
      sent.end(body);
    });
  }

  return {
    send,
    retire: () => {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    },
    isIdle: () => Object.keys(agent.sockets).length === 0 && Object.keys(agent.requests).length === 0,
    destroy: async () => {
      for (const waiting of Object.values(agent.requests).flat()) waiting?.destroy();
      agent.destroy();
    },
  };
}

/** Certificates are parsed once, not for each connection. */
function tlsOptions({ ca, cert, key, ...identity }: TlsIdentity): https.AgentOptions {
  return { ...identity, secureContext: createSecureContext({ ca, cert, key }) };
}

function answerOf(response: http.IncomingMessage): Answer {
  const { "retry-after": retryAfter, date } = response.headers;
  return { status: response.statusCode ?? 0, retryAfter, date, body: response };
}
