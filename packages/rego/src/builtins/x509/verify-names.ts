import { parseAddress } from "../ip-address.ts";
import { addressOf } from "./alternative-names.ts";
import type { Certificate } from "./certificate.ts";
import type { AddressRange, Subtrees } from "./name-constraints.ts";

/** Whether a certificate is for a host: an address, in brackets perhaps, or a name (RFC 6125). */
export function isForHost({ names }: Certificate, host: string): boolean {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  const address = parseAddress(bare);
  if (address !== undefined) {
    return names.addresses.some((bytes) => {
      const other = parseAddress(addressOf(bytes));
      return other?.bits === address.bits && other.value === address.value;
    });
  }
  const name = host.toLowerCase().replace(/\.$/, "");
  return names.dns.some((pattern) => isMatch(pattern.toLowerCase(), name));
}

const hostname = /^(?:[a-z0-9_][a-z0-9_-]*)(?:\.[a-z0-9_][a-z0-9_-]*)*$/;

/** A star stands for the whole first label. */
function isMatch(pattern: string, name: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === name;
  const dot = name.indexOf(".");
  return dot > 0 && hostname.test(name) && hostname.test(pattern.slice(2)) && pattern.slice(1) === name.slice(dot);
}

/** Whether the names of every certificate keep to the constraints of those above it (RFC 5280, section 4.2.1.10). */
export function keepsConstraints(chain: readonly Certificate[]): boolean {
  return chain.every((certificate, i) =>
    chain.slice(i + 1).every(({ details: { nameConstraints } }) => {
      if (nameConstraints === undefined) return true;
      const { permitted, excluded } = nameConstraints;
      return namesOf(certificate).every((name) => isPermitted(name, permitted) && !isExcluded(name, excluded));
    }),
  );
}

type Name =
  | { readonly kind: "dns" | "uri"; readonly domain: string }
  | { readonly kind: "email"; readonly local: string; readonly domain: string }
  | { readonly kind: "address"; readonly bytes: Buffer };

function namesOf({ names }: Certificate): Name[] {
  return [
    ...names.dns.map((domain): Name => ({ kind: "dns", domain: domain.toLowerCase() })),
    ...names.urls.map(({ host }): Name => ({ kind: "uri", domain: host.toLowerCase().replace(/:\d*$/, "") })),
    ...names.addresses.map((bytes): Name => ({ kind: "address", bytes })),
    ...names.emails.map((email): Name => {
      const at = email.lastIndexOf("@");
      return { kind: "email", local: email.slice(0, at), domain: email.slice(at + 1).toLowerCase() };
    }),
  ];
}

/** Constraints speak of one kind of name each; where there are none of a kind, all of it is permitted. */
function isPermitted(name: Name, subtrees: Subtrees): boolean {
  // What an address or nothing would be as the host of a URI, no constraint can say.
  if (name.kind === "uri" && (name.domain === "" || parseAddress(name.domain.replace(/[[\]]/g, "")) !== undefined))
    return false;
  const fitting = matchesIn(name, subtrees);
  return fitting === undefined || fitting;
}

function isExcluded(name: Name, subtrees: Subtrees): boolean {
  return matchesIn(name, subtrees) === true;
}

/** Whether a name is inside one of the subtrees of its kind; undefined where there are none. */
function matchesIn(name: Name, { dns, uris, emails, ranges }: Subtrees): boolean | undefined {
  const any = <Item>(list: readonly Item[], fits: (item: Item) => boolean): boolean | undefined =>
    list.length === 0 ? undefined : list.some(fits);
  switch (name.kind) {
    case "dns":
      return any(dns, (constraint) => isInside(name.domain, constraint));
    case "uri":
      return any(uris, (constraint) => isInside(name.domain, constraint));
    case "email":
      return any(emails, (constraint) => isMailbox(name, constraint));
    default:
      return any(ranges, (range) => isInRange(name.bytes, range));
  }
}

function isMailbox({ local, domain }: { local: string; domain: string }, constraint: string): boolean {
  const at = constraint.lastIndexOf("@");
  if (at < 0) return isInside(domain, constraint);
  return local === constraint.slice(0, at) && domain === constraint.slice(at + 1).toLowerCase();
}

/** `example.com` is the domain and all below it, `.example.com` only what is below. */
function isInside(domain: string, constraint: string): boolean {
  const wanted = constraint.toLowerCase();
  if (wanted === "") return true;
  if (wanted.startsWith(".")) return domain.endsWith(wanted);
  return domain === wanted || domain.endsWith(`.${wanted}`);
}

function isInRange(bytes: Buffer, { address, mask }: AddressRange): boolean {
  return (
    bytes.length === address.length && bytes.every((byte, i) => ((byte ^ (address[i] ?? 0)) & (mask[i] ?? 0)) === 0)
  );
}
