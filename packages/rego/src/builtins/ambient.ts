import { RegoSet } from "../values/rego-set.ts";
import { define, fail } from "./define.ts";
import { addressText, parseAddress } from "./ip-address.ts";

/** What reaches outside of the evaluation is off: its calls fail as built-in errors do. */
export const ambient = [
  define("opa.runtime", [], () => ({})),
  define("http.send", ["object"], () => fail("http.send is not allowed")),
  /** An address is its own name; other names would be asked of the network. */
  define("net.lookup_ip_addr", ["string"], (name) => {
    const address = parseAddress(name);
    return address === undefined ? fail("net.lookup_ip_addr is not allowed") : RegoSet.of([addressText(address)]);
  }),
];
