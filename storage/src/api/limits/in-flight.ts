import type { Verb } from "../../meta/kind.ts";
import type { RequestInfo } from "../request-info.ts";
import { createSharedPlaces } from "./shared-places.ts";

type RequestClass = "reading" | "writing" | "watching";

/** As many at once as kube-apiserver takes by default, writes of one user; watches are cheap and more. */
const limits: Record<RequestClass, number> = { reading: 400, writing: 400, watching: 5000 };

const writes = new Set<string>(["create", "delete", "deletecollection", "patch", "update"] satisfies Verb[]);

/** Requests that are being answered, by class. What is more than the limit is told to come back. */
export type InFlight = {
  counts: Readonly<Record<RequestClass, number>>;
  /**
   * Returns what to call when the request has been answered.
   *
   * @param username Who asks. Bodies arrive at the pace of their senders, so places for writes are shared among users.
   * @throws StatusError 429.
   */
  enter(info: RequestInfo, username?: string): () => void;
};

export function createInFlight(): InFlight {
  const places = {
    reading: createSharedPlaces(limits.reading),
    writing: createSharedPlaces(limits.writing),
    watching: createSharedPlaces(limits.watching),
  };
  return {
    get counts() {
      const { reading, writing, watching } = places;
      return { reading: reading.taken, writing: writing.taken, watching: watching.taken };
    },
    enter: ({ verb }, username) => {
      const group = classOf(verb);
      return places[group].enter(group === "writing" ? username : undefined);
    },
  };
}

function classOf(verb: string): RequestClass {
  if (verb === "watch") return "watching";
  return writes.has(verb) ? "writing" : "reading";
}
