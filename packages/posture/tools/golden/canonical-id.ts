/**
 * A resource ID without the file prefixes that scans of files add (`path=123/api=apps/v1/…`), the parts of a subject in
 * byte order: with the prefixes they are sorted by other text than ours. An ID without prefixes stays as it is.
 */
export function canonicalId(id: string): string {
  // The first prefix may have lost its path already.
  if (!/^api=|path=\d+\/api=/.test(id)) return id;
  const objects: string[] = [];
  const subject = id.replace(/(?:path=\d+\/)?api=((?:[^/]*\/){4}[^/]*)(?:\/|$)/g, (_prefixed, object: string) => {
    objects.push(object);
    return "";
  });
  const own = subject.replace(/\/$/, "");
  const parts = own === "" ? objects : [...objects, own];
  return parts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join("/");
}
