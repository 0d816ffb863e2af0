/** The known name that somebody who typed `word` probably meant; `undefined` when nothing is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const near = known
    .map((name) => ({ name, distance: distance(typed, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.name ?? known.find((name) => typed.length >= 3 && name.toLowerCase().startsWith(typed));
}

/** ` Did you mean …?`, or nothing, to end an error message with. */
export function didYouMean(word: string, known: readonly string[], prefix = ""): string {
  const near = suggest(word, known);
  return near === undefined ? "" : ` Did you mean ${prefix}${near}?`;
}

/** Edits from one word to the other, a swap of neighbours counted once (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, isSwap ? at(before, j - 2) + 1 : Infinity);
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: number[], index: number): number {
  return row[index] ?? Infinity;
}
