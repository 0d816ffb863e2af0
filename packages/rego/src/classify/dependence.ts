import type { Location } from "../errors.ts";

/** What keeps a value from being put together from those of parts of `input`. */
export type Whole = { readonly kind: "whole"; readonly reason: string; readonly location: Location };

/**
 * A value that grows with the list in `input`: what it has for two lists behind each other is what it has for each of
 * them. `array` and `set` have their members so; `one` is the same constant or nothing, and nothing only where both have
 * nothing. `identity` tells two readings of the same members from two readings of different ones.
 */
export type Members = {
  readonly kind: "members";
  readonly shape: "array" | "set" | "one";
  readonly identity: string | undefined;
  /** Where `input` is read. */
  readonly location: Location;
};

/** How the value of a term or rule depends on the list in `input`. */
export type Dependence = { readonly kind: "none" } | Members | Whole;

export const none: Dependence = { kind: "none" };

export function whole(reason: string, location: Location): Whole {
  return { kind: "whole", reason, location };
}
