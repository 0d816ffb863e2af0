import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** V8's own collection, which is there for contexts that are made after the flag was set. */
export function exposedGc(): NodeJS.GCFunction {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as NodeJS.GCFunction;
}
