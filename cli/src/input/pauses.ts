import { setImmediate as nextTurn } from "node:timers/promises";

/** Reading and judging hold up everything else for so long at once. */
const longestTurnMs = 50;

/** Makes what lets signals and the programs that start have their turn now and then; it rejects with the signal's reason. */
export function pauses(signal: AbortSignal): () => Promise<void> {
  let begun = Date.now();
  return async () => {
    signal.throwIfAborted();
    if (Date.now() - begun < longestTurnMs) return;
    await nextTurn();
    signal.throwIfAborted();
    begun = Date.now();
  };
}
