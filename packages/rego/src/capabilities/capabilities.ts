import { implementedBuiltins } from "../builtins/signatures.ts";
import type { AllowNet } from "../runtime/allow-net.ts";

/** What policies may call and where their calls may reach. */
export type Capabilities = {
  /** Names of the built-ins that policies may call, operators included. Others are undefined functions. */
  readonly builtins: ReadonlySet<string>;
  /** Host names and addresses that built-ins may connect to, or `any`. An empty list: none. */
  readonly allowNet: AllowNet;
};

/** Built-ins that reach outside of the evaluation: the network, and what is known of the process. */
const reachingOut: ReadonlySet<string> = new Set(["http.send", "net.lookup_ip_addr", "opa.runtime"]);

/** Everything that touches nothing outside of the evaluation but its clock and its random numbers. */
export const defaultCapabilities: Capabilities = {
  builtins: implementedBuiltins.difference(reachingOut),
  allowNet: [],
};

/** The default capabilities and the named built-ins, which may connect to the given hosts. */
export function allowing(builtins: readonly string[], allowNet: AllowNet = defaultCapabilities.allowNet): Capabilities {
  return { builtins: defaultCapabilities.builtins.union(new Set(builtins)), allowNet };
}
