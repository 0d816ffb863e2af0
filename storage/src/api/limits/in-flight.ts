import type { Verb } from "../../meta/kind.ts";
import { tooManyRequests } from "../../meta/status.ts";
import type { RequestInfo } from "../request-info.ts";

type RequestClass = "reading" | "writing" | "watching";

/** As many at once as kube-apiserver takes by default; watches are cheap and more. */
const limits: Record<RequestClass, number> = { reading: 400, writing: 200, watching: 5000 };

const writes = new Set<string>(["create", "delete", "deletecollection", "patch", "update"] satisfies Verb[]);

/** Requests that are being answered, by class. What is more than the limit is told to come back. */
export type InFlight = {
  counts: Readonly<Record<RequestClass, number>>;
  /** @throws StatusError 429. Returns what to call when the request has been answered. */
  enter(info: RequestInfo): () => void;
};

export function createInFlight(): InFlight {
  const counts: Record<RequestClass, number> = { reading: 0, writing: 0, watching: 0 };
  return {
    counts,
    enter: ({ verb }) => {
      const group = classOf(verb);
      if (counts[group] >= limits[group]) throw tooManyRequests();
      counts[group] += 1;
      return () => {
        counts[group] -= 1;
      };
    },
  };
}

function classOf(verb: string): RequestClass {
  if (verb === "watch") return "watching";
  return writes.has(verb) ? "writing" : "reading";
}
