import { readLines } from "@sortie/process/read-lines";
import type { ResultLine, ScannedControl } from "@sortie/wire";
import { type Judged, judgedOf } from "../result/judged.ts";

/** Reads what config-scan writes to `RESULTS_FD`. Resources share the verdicts that they have in common. */
export async function readResultLines(input: NodeJS.ReadableStream): Promise<Judged[]> {
  const verdicts: ScannedControl[] = [];
  const judged: Judged[] = [];
  for await (const lines of readLines(input)) {
    for (const text of lines) {
      const line = JSON.parse(text) as ResultLine;
      if ("verdict" in line) verdicts.push(line.verdict);
      else {
        const controls = line.verdicts.flatMap((number) => verdicts[number] ?? []);
        judged.push(judgedOf(line, controls));
      }
    }
  }
  return judged;
}
