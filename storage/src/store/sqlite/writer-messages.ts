import type { WriteResult, WrittenChange } from "./commit-batch.ts";
import type { HistoryWindow } from "./compact.ts";

/** What the writer thread is started with. `openedAt`: when the store was, in milliseconds since 1970. */
export type WriterOptions = { file: string; history: HistoryWindow; openedAt: number };

export type ToWriter =
  | { do: "commit"; at: number; changes: WrittenChange[] }
  | { do: "compact"; at: number }
  | { do: "close" };

/** Answers to commits come in the order of the commits. `errcode`: SQLite's. `damaged`: history cannot be forgotten. */
export type FromWriter =
  | { event: "opened" }
  | { event: "committed"; results: WriteResult[] }
  | { event: "failed"; errcode: number | undefined; message: string }
  | { event: "damaged"; message: string }
  | { event: "closed" };
