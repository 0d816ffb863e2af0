/** What the bench wants to know of a page of a list. `next`: absent on the last. */
export type ListPage = { objects: number; next: string | undefined };

export type ReadPage = (body: Buffer) => ListPage;

/** As clients do. To parse an object of 12 kB takes longer than to list it. */
export function parsedPage(body: Buffer): ListPage {
  const list = JSON.parse(body.toString()) as { metadata: { continue?: string }; items: unknown[] };
  return { objects: list.items.length, next: list.metadata.continue || undefined };
}

/** Each object of the benches has one, and nothing else in them has. */
const uid = Buffer.from('"uid":"');

/** A list's own metadata stands before its items or behind them, and is not longer. */
const metadataBytes = 1024;

/** The same without parsing: objects are counted in the bytes. For objects of the benches only. */
export function scannedPage(body: Buffer): ListPage {
  let objects = 0;
  for (let at = body.indexOf(uid); at !== -1; at = body.indexOf(uid, at + uid.length)) objects += 1;
  if (
    !body
      .toString("latin1", body.length - 2)
      .trimEnd()
      .endsWith("}")
  )
    throw new Error("a list does not end");
  const ends = [body.subarray(0, metadataBytes), body.subarray(-metadataBytes)];
  const [next] = ends.flatMap((part) => /"continue":"([^"]+)"/.exec(part.toString("latin1"))?.[1] ?? []);
  return { objects, next };
}
