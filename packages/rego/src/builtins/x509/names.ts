import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { type Der, tags } from "./der.ts";

type Attribute = { readonly oid: readonly number[]; readonly value: string };

/** Attributes with a member of their own in Go's pkix.Name, by the last number of their OID 2.5.4.x (RFC 5280, A.1). */
const lists: Readonly<Record<number, string>> = {
  6: "Country",
  7: "Locality",
  8: "Province",
  9: "StreetAddress",
  10: "Organization",
  11: "OrganizationalUnit",
  17: "PostalCode",
};
const texts: Readonly<Record<number, string>> = { 3: "CommonName", 5: "SerialNumber" };

/** A distinguished name in the shape of Go's pkix.Name. */
export function readName(name: Der): Value {
  const attributes = attributesIn(name);
  const result: Record<string, Value> = { ExtraNames: null, Names: null, CommonName: "", SerialNumber: "" };
  for (const member of Object.values(lists)) result[member] = null;
  for (const { oid, value } of attributes) {
    const id = oid.length === 4 && oid.slice(0, 3).join(".") === "2.5.4" ? (oid[3] as number) : -1;
    const list = lists[id];
    const text = texts[id];
    if (list !== undefined) result[list] = [...((result[list] as readonly Value[] | null) ?? []), value];
    if (text !== undefined) result[text] = value;
  }
  if (attributes.length > 0) result.Names = attributes.map(({ oid, value }) => ({ Type: oid, Value: value }));
  return result;
}

function attributesIn(name: Der): Attribute[] {
  const attributes: Attribute[] = [];
  while (!name.isEmpty) {
    const set = name.inside(tags.set, "x509: invalid RDNSequence");
    while (!set.isEmpty) {
      const attribute = set.inside(tags.sequence, "x509: invalid RDNSequence: invalid attribute");
      const oid = attribute.oid("x509: invalid RDNSequence: invalid attribute type");
      const { tag, content } = attribute.any("x509: invalid RDNSequence: invalid attribute value");
      attributes.push({ oid, value: stringOf(tag, content) });
    }
  }
  return attributes;
}

const invalid = "x509: invalid RDNSequence: invalid attribute value:";

/** The string types of RFC 5280, section 4.1.2.4; T.61 is read as Latin-1, as everybody does. */
function stringOf(tag: number, content: Buffer): string {
  const latin = content.toString("latin1");
  switch (tag) {
    case tags.t61String:
      return latin;
    case tags.printableString:
      return /^[A-Za-z0-9'()+,\-./ :=?*&]*$/.test(latin) ? latin : fail(`${invalid} invalid PrintableString`);
    case tags.numericString:
      return /^[0-9 ]*$/.test(latin) ? latin : fail(`${invalid} invalid NumericString`);
    case tags.ia5String:
      return isAscii(content) ? latin : fail(`${invalid} invalid IA5String`);
    case tags.utf8String: {
      const text = content.toString("utf8");
      return Buffer.from(text, "utf8").equals(content) ? text : fail(`${invalid} invalid UTF-8 string`);
    }
    case tags.bmpString:
      return bmpString(content);
    default:
      return fail(`${invalid} unsupported string type: ${tag}`);
  }
}

function bmpString(content: Buffer): string {
  if (content.length % 2 !== 0) fail(`${invalid} invalid BMPString`);
  const text = Buffer.from(content).swap16().toString("utf16le").replace(/\0$/, "");
  return /[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/.test(text) ? fail(`${invalid} invalid BMPString`) : text;
}

export function isAscii(content: Buffer): boolean {
  return content.every((byte) => byte < 0x80);
}
