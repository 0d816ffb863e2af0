import type { IncomingMessage, RequestListener } from "node:http";
import type { Answer } from "./answer.ts";
import { type Received, receivedFrom } from "./received.ts";
import { writeAnswer } from "./write-answer.ts";

/** Answers a request. The connection is what the HTTP server hands on with it. Never rejects. */
export type Ask = (request: Received, connection?: unknown) => Promise<Answer>;

/**
 * What Node's HTTP server calls for each request.
 *
 * @param patienceMs How long a client may go on sending what its answer has not waited for.
 */
export function requestListener(ask: Ask, patienceMs = 500): RequestListener {
  return (incoming, outgoing) => {
    const received = receivedFrom(incoming);
    if (!received) {
      writeAnswer({ code: 400, headers: {} }, outgoing);
      return;
    }
    void ask(received, { incoming, outgoing }).then((answer) => {
      writeAnswer(answer, outgoing);
      if (!incoming.complete) readToEnd(incoming, patienceMs);
    });
  };
}

/** A client that is still sending reads its answer behind that: what it sends is thrown away, or its connection is closed. */
function readToEnd(incoming: IncomingMessage, patienceMs: number): void {
  const patience = setTimeout(() => incoming.socket.destroySoon(), patienceMs);
  incoming.once("end", () => clearTimeout(patience)).once("close", () => clearTimeout(patience));
  incoming.resume();
}
