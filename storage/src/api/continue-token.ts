import { z } from "zod";
import { expired } from "./status.ts";

/**
 * Where the next page of a list begins. `at` is the resourceVersion that all pages show, `mode` the word that was asked
 * with, if any.
 */
const ContinueToken = z.object({
  at: z.int(),
  after: z.object({ namespace: z.string(), name: z.string() }),
  mode: z.enum(["full", "metadata"]).optional(),
});
export type ContinueToken = z.infer<typeof ContinueToken>;

/** Letters, digits, `-` and `_` only: some clients put it into URLs as it is. */
export function writeContinueToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

/**
 * Nothing and `0` mean the start.
 *
 * @throws StatusError 410 for anything that is no token of ours: the client lists again from the start.
 */
export function readContinueToken(text: string | null): ContinueToken | undefined {
  if (text === null || text === "" || text === "0") return undefined;
  try {
    return ContinueToken.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw expired("the provided continue parameter is not valid or too old: list without it");
  }
}
