import { bounds, CloudError } from "../cloud-source.ts";

/** All items of a list of AWS. @throws CloudError for more pages than are read. */
export async function readAll<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[],
): Promise<Item[]> {
  const all: Item[] = [];
  let number = 0;
  for await (const page of pages) {
    number += 1;
    if (number > bounds.pages) throw new CloudError(`a list has more than ${bounds.pages} pages`);
    all.push(...itemsOf(page));
  }
  return all;
}
