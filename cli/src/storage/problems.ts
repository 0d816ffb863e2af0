import { type Readable, Writable } from "node:stream";
import { z } from "zod";
import { runInStorage } from "./run-in-storage.ts";
import { StorageFailedError } from "./storage-failed-error.ts";
import type { StorageStart } from "./storage-place.ts";

/** The line that storage's `check` and `import` print (docs/reference/storage-api.md, "Backup"). */
const Answer = z.object({ problems: z.array(z.string()) });

/**
 * Runs what answers with a database's problems; empty: there are none.
 *
 * @throws StorageFailedError where there is no such answer.
 */
export async function problemsFrom(
  start: StorageStart,
  { input, signal }: { input?: Readable | undefined; signal: AbortSignal },
): Promise<string[]> {
  let text = "";
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const { code, said } = await runInStorage(start, { input, output, signal });
  const answer = Answer.safeParse(parseJson(text));
  if (!answer.success) throw new StorageFailedError(said || `storage ended with exit code ${code} and said nothing`);
  return answer.data.problems;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // does not have the shape, as the caller finds
  }
}
