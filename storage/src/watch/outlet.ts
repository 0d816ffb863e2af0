import type { Frame } from "./frame.ts";

/** Where the frames of one watch go. */
export type Outlet = {
  /** Takes as many as there is room for, at least one where there is any, and returns how many. */
  write(frames: readonly Frame[]): number;
  /** Ends behind what it has taken. */
  end(): void;
  /** Breaks off. */
  fail(error: unknown): void;
};

/** Told by an outlet. */
type OutletEvents = {
  /** There is room again. */
  drained: () => void;
  /** Nobody reads any more. */
  gone: () => void;
};

export type OpenOutlet = (events: OutletEvents) => Outlet;
