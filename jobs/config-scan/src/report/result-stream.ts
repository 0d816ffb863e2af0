import { writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { Result } from "@sortie/posture";
import { relatedObjects, scannedControls } from "@sortie/posture";
import type { ResultLine, ScannedControl } from "@sortie/wire";
import type { ResultStore } from "./result-store.ts";

/** Characters that are written at once. */
const chunkLength = 65_536;

/** Who started the scan reads its results from a file descriptor, as `ResultLine` has them; nothing is stored. */
export function streamStore(fd: number, signal: AbortSignal): ResultStore {
  return {
    async keep(make) {
      let written = 0;
      let chunk = "";
      const linesOf = createLines();
      for (const result of make(() => undefined)) {
        written += 1;
        chunk += linesOf(result);
        if (chunk.length < chunkLength) continue;
        writeAll(fd, chunk);
        chunk = "";
        await setImmediate(); // lets a signal to stop arrive
        signal.throwIfAborted();
      }
      writeAll(fd, chunk);
      return { written, unchanged: 0, withoutNamespace: 0 };
    },
  };
}

/** Makes the function that says a result in lines, each verdict when it is met first. */
function createLines(): (result: Result) => string {
  const numbers = new WeakMap<ScannedControl, number>();
  let next = 0;
  return ({ posture, metadata }) => {
    let lines = "";
    const numberOf = (verdict: ScannedControl) => {
      const known = numbers.get(verdict);
      if (known !== undefined) return known;
      lines += line({ verdict });
      numbers.set(verdict, next);
      return next++;
    };
    const verdicts = scannedControls(posture).map(numberOf);
    return lines + line({ metadata, relatedObjects: relatedObjects(posture.verdicts.resource), verdicts });
  };
}

function line(content: ResultLine): string {
  return `${JSON.stringify(content)}\n`;
}

/** A pipe takes as much as there is room for. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
