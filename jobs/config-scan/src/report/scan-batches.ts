import { relatedObjects } from "@sortie/posture";
import { resultsApiVersion, type ScannedControl } from "@sortie/wire";
import type { Storable } from "./storable.ts";

/** Results that are stored by one request, and its body: a WorkloadConfigurationScanBatch in JSON. */
export type ScanBatch = { results: BatchedResults[]; text: string };
/** Those of one resource, with the verdicts that they consist of. */
type BatchedResults = Pick<Storable, "metadata" | "resource"> & { verdicts: readonly ScannedControl[] };

/** Storage stores each batch in one transaction, which other writers wait for. */
const mostScans = 64;
/** Of the body. Storage reads 4 MB, and takes at most three bytes for a character. */
const mostCharacters = 1_000_000;
/** Of what storage makes of it: each scan with the text of all its verdicts. */
const mostStoredCharacters = 4_000_000;

/** Puts results into batches, in their order. What is larger than a batch should be has one of its own. */
export function* scanBatches(results: Iterable<Storable>): Generator<ScanBatch> {
  let batch = emptyBatch();
  for (const { metadata, resource, verdicts: make } of results) {
    const verdicts = make();
    if (!batch.hasRoomFor(verdicts)) {
      yield batch.ended();
      batch = emptyBatch();
    }
    batch.add({ metadata, resource, verdicts });
  }
  if (!batch.isEmpty()) yield batch.ended();
}

function emptyBatch() {
  const results: BatchedResults[] = [];
  const positions = new Map<ScannedControl, number>();
  const [verdictTexts, scanTexts]: [string[], string[]] = [[], []];
  let characters = 0;
  let storedCharacters = 0;

  function position(verdict: ScannedControl): number {
    const known = positions.get(verdict);
    if (known !== undefined) return known;
    const text = textOf(verdict);
    characters += text.length;
    positions.set(verdict, verdictTexts.length);
    return verdictTexts.push(text) - 1;
  }

  return {
    isEmpty: () => results.length === 0,
    hasRoomFor(verdicts: readonly ScannedControl[]): boolean {
      if (results.length === 0) return true;
      if (results.length >= mostScans) return false;
      let [more, stored] = [0, 0];
      for (const verdict of verdicts) {
        const { length } = textOf(verdict);
        stored += length;
        if (!positions.has(verdict)) more += length;
      }
      return characters + more <= mostCharacters && storedCharacters + stored <= mostStoredCharacters;
    },
    add(result: BatchedResults): void {
      results.push(result);
      const { metadata, resource, verdicts } = result;
      const scan = { metadata, verdicts: verdicts.map(position), relatedObjects: relatedObjects(resource) };
      const text = JSON.stringify(scan);
      characters += text.length;
      storedCharacters += verdicts.reduce((sum, verdict) => sum + textOf(verdict).length, text.length);
      scanTexts.push(text);
    },
    ended: (): ScanBatch => ({ results, text: bodyText(verdictTexts, scanTexts) }),
  };
}

function bodyText(verdicts: readonly string[], scans: readonly string[]): string {
  const type = `"apiVersion":"${resultsApiVersion}","kind":"WorkloadConfigurationScanBatch"`;
  return `{${type},"spec":{"verdicts":[${verdicts.join(",")}],"scans":[${scans.join(",")}]}}`;
}

/** By verdict: resources share them, and so do batches. */
const texts = new WeakMap<ScannedControl, string>();

function textOf(verdict: ScannedControl): string {
  const known = texts.get(verdict);
  if (known !== undefined) return known;
  const made = JSON.stringify(verdict);
  texts.set(verdict, made);
  return made;
}
