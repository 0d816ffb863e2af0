import type { Store } from "../store.ts";

type OpenedStore = {
  store: Store;
  /** Closes it and opens what it kept. */
  reopen: () => Promise<Store>;
  /** Forgets all history but the last so many changes. */
  forgetHistory: (kept: number) => Promise<void>;
};

/** A sentence and how it is judged: the promise is rejected where it does not hold. */
export type Contract = Record<string, (open: () => Promise<OpenedStore>) => Promise<void>>;
