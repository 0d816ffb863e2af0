import { define } from "./define.ts";

/** What a policy says to its author. Evaluation has no place to print to, so these only hold. */
export const output = [define("trace", ["string"], () => true)];
