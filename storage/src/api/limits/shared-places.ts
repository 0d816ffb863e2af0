import { createTally } from "@sortie/process";
import { tooManyRequests } from "../../meta/status.ts";

/** Places for requests at once, of which one user cannot have all. */
export type SharedPlaces = {
  /** Those that are taken. */
  readonly taken: number;
  /**
   * Returns what to call once, when the request has been answered.
   *
   * @param username Whose request it is; absent: of somebody who need not leave places to others.
   * @throws StatusError 429 without a place, or without one for this user.
   */
  enter(username?: string): () => void;
};

/**
 * A user has no more places than are left for everybody else: half of them alone, a third beside one who has as many as may be.
 * So whoever comes with a first request finds a place, also beside users whose requests arrive as slowly as they may.
 */
export function createSharedPlaces(limit: number): SharedPlaces {
  const owned = createTally();
  let taken = 0;

  return {
    get taken() {
      return taken;
    },
    enter: (username) => {
      const own = username === undefined ? 0 : owned.of(username);
      if (own >= limit - taken) throw tooManyRequests();
      taken += 1;
      if (username !== undefined) owned.add(username);
      return () => {
        taken -= 1;
        if (username !== undefined) owned.remove(username);
      };
    },
  };
}
