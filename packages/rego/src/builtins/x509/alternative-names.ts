import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { addressText } from "../ip-address.ts";
import { Der, tags } from "./der.ts";
import { type GoUrl, goUrl } from "./go-url.ts";
import { isAscii } from "./names.ts";

/** RFC 5280, section 4.2.1.6. Addresses as bytes. */
export type AlternativeNames = {
  readonly dns: readonly string[];
  readonly emails: readonly string[];
  readonly addresses: readonly Buffer[];
  readonly urls: readonly GoUrl[];
};

export const noNames: AlternativeNames = { dns: [], emails: [], addresses: [], urls: [] };

export function readAlternativeNames(extension: Buffer): AlternativeNames {
  const names = new Der(extension).inside(tags.sequence, "x509: invalid subject alternative names");
  const found = { dns: [] as string[], emails: [] as string[], addresses: [] as Buffer[], urls: [] as GoUrl[] };
  while (!names.isEmpty) {
    const { tag, content } = names.any("x509: invalid subject alternative name");
    if (tag === 0x81) found.emails.push(asciiText(content, "x509: SAN rfc822Name is malformed"));
    if (tag === 0x82) found.dns.push(asciiText(content, "x509: SAN dNSName is malformed"));
    if (tag === 0x86) {
      found.urls.push(goUrl(asciiText(content, "x509: SAN uniformResourceIdentifier is malformed")));
    }
    if (tag === 0x87) found.addresses.push(addressBytes(content));
  }
  return found;
}

function asciiText(content: Buffer, problem: string): string {
  return isAscii(content) ? content.toString("latin1") : fail(problem);
}

function addressBytes(content: Buffer): Buffer {
  if (content.length === 4 || content.length === 16) return content;
  return fail(`x509: cannot parse IP address of length ${content.length}`);
}

/** The text of an address of 4 or 16 bytes. */
export function addressOf(bytes: Buffer): string {
  const value = BigInt(`0x${bytes.toString("hex")}`);
  const isMapped = bytes.length === 16 && value >> 32n === 0xffffn;
  if (bytes.length === 4 || isMapped) return addressText({ value: value & 0xffff_ffffn, bits: 32 });
  return addressText({ value, bits: 128 });
}

/** In the shape of the members of Go's certificates. */
export function namesValue({ dns, emails, addresses, urls }: AlternativeNames): Record<string, Value> {
  return {
    DNSNames: orNull(dns),
    EmailAddresses: orNull(emails),
    IPAddresses: orNull(addresses.map(addressOf)),
    URIs: orNull(urls.map(({ value }) => value)),
  };
}

/** Go's slices are null where nothing was put into them. */
export function orNull(list: readonly Value[]): Value {
  return list.length === 0 ? null : list;
}
