import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { addressOf, orNull } from "./alternative-names.ts";
import { contextTag, Der, tags } from "./der.ts";
import type { Extension } from "./extensions.ts";
import { isAscii } from "./names.ts";

export type AddressRange = { readonly address: Buffer; readonly mask: Buffer };

/** Names that certificates below may have, or may not have (RFC 5280, section 4.2.1.10). */
export type Subtrees = {
  readonly dns: readonly string[];
  readonly emails: readonly string[];
  readonly uris: readonly string[];
  readonly ranges: readonly AddressRange[];
};

export type NameConstraints = {
  readonly isCritical: boolean;
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
  /** Whether there are names of a kind that is not looked at. */
  readonly isPartial: boolean;
};

const problem = "x509: invalid NameConstraints extension";

export function readNameConstraints({ value, isCritical }: Extension): NameConstraints {
  const constraints = new Der(value).inside(tags.sequence, problem);
  const permitted = constraints.optional(contextTag(0, true), problem);
  const excluded = constraints.optional(contextTag(1, true), problem);
  if (!constraints.isEmpty) fail(problem);
  if ((permitted?.isEmpty ?? true) && (excluded?.isEmpty ?? true)) fail("x509: empty name constraints extension");
  const allowed = subtreesIn(permitted);
  const forbidden = subtreesIn(excluded);
  return {
    isCritical,
    permitted: allowed.subtrees,
    excluded: forbidden.subtrees,
    isPartial: allowed.isPartial || forbidden.isPartial,
  };
}

function subtreesIn(list = new Der(Buffer.alloc(0))): { subtrees: Subtrees; isPartial: boolean } {
  const dns: string[] = [];
  const emails: string[] = [];
  const uris: string[] = [];
  const ranges: AddressRange[] = [];
  let isPartial = false;
  while (!list.isEmpty) {
    const { tag, content } = list.inside(tags.sequence, problem).any(problem);
    if (tag === contextTag(1)) emails.push(nameIn(content, "rfc822Name"));
    else if (tag === contextTag(2)) dns.push(nameIn(content, "dnsName"));
    else if (tag === contextTag(6)) uris.push(nameIn(content, "URI"));
    else if (tag === contextTag(7)) ranges.push(rangeIn(content));
    else isPartial = true;
  }
  return { subtrees: { dns, emails, uris, ranges }, isPartial };
}

function nameIn(content: Buffer, kind: string): string {
  const name = content.toString("latin1");
  if (!isAscii(content))
    fail(`x509: invalid constraint value: x509: ${JSON.stringify(name)} cannot be encoded as an IA5String`);
  return /[\s]|\.\./.test(name) ? fail(`x509: failed to parse ${kind} constraint ${JSON.stringify(name)}`) : name;
}

function rangeIn(content: Buffer): AddressRange {
  if (content.length !== 8 && content.length !== 32) {
    fail(`x509: IP constraint contained value of length ${content.length}`);
  }
  const half = content.length / 2;
  const mask = content.subarray(half);
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  if (!/^1*0*$/.test(bits)) fail(`x509: IP constraint contained invalid mask ${mask.toString("hex")}`);
  return { address: content.subarray(0, half), mask };
}

/** In the shape of the members of Go's certificates. */
export function constraintsValue(constraints: NameConstraints | undefined): Record<string, Value> {
  return {
    PermittedDNSDomainsCritical: constraints?.isCritical ?? false,
    ...subtreesValue("Permitted", constraints?.permitted),
    ...subtreesValue("Excluded", constraints?.excluded),
  };
}

function subtreesValue(which: string, subtrees: Subtrees | undefined): Record<string, Value> {
  const ranges = subtrees?.ranges ?? [];
  return {
    [`${which}DNSDomains`]: orNull(subtrees?.dns ?? []),
    [`${which}EmailAddresses`]: orNull(subtrees?.emails ?? []),
    [`${which}URIDomains`]: orNull(subtrees?.uris ?? []),
    [`${which}IPRanges`]: orNull(
      ranges.map(({ address, mask }) => ({ IP: addressOf(address), Mask: mask.toString("base64") })),
    ),
  };
}
