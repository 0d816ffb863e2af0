import type { User } from "../access/user.ts";
import type { ResourceRequest } from "../api/request-info.ts";

/** A request to a resource that has been answered, or a watch or a streamed list that has begun. */
export type AnsweredRequest = {
  auditId: string;
  method: string;
  /** Path and query. */
  uri: string;
  info: ResourceRequest;
  /** Absent: nobody that is known. */
  user: User | undefined;
  address: string | undefined;
  userAgent: string | undefined;
  code: number;
  receivedAt: Date;
  /** By a clock that is never set. */
  seconds: number;
  /** Header of the trace that the client or kube-apiserver began. */
  traceparent: string | undefined;
};

/** Whoever wants to know of each; none of them may hold up an answer. */
export type Listener = (request: AnsweredRequest) => void;

/** One listener for all of them; `undefined` when there are none, so that nothing is collected for nobody. */
export function listeners(all: readonly (Listener | undefined)[]): Listener | undefined {
  const present = all.filter((each) => each !== undefined);
  if (present.length === 0) return undefined;
  return (request) => {
    for (const listen of present) listen(request);
  };
}
