import { z } from "zod";
import { badRequest, expired } from "../../meta/status.ts";

/**
 * Where the next page of a list begins. `at` is the resourceVersion that all pages show; absent: what there is when it is asked
 * for. `mode` is the word that was asked with, if any.
 */
const ContinueToken = z.object({
  at: z.int().optional(),
  after: z.object({ namespace: z.string(), name: z.string() }),
  mode: z.enum(["full", "metadata"]).optional(),
});
export type ContinueToken = z.infer<typeof ContinueToken>;

/** Letters, digits, `-` and `_` only: some clients put it into URLs as it is. */
export function writeContinueToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

/** Nothing and `0` mean the first page. */
export function isStart(text: string | null): boolean {
  return text === null || text === "" || text === "0";
}

/**
 * @throws StatusError 410 for a token of another version, or a number as other servers of these kinds give out: the client
 * lists again from the start. 400 for anything else.
 */
export function readContinueToken(text: string | null): ContinueToken | undefined {
  if (text === null || isStart(text)) return undefined;
  const read = ContinueToken.safeParse(/^\d+$/.test(text) ? undefined : parsed(text));
  if (read.success) return read.data;
  throw expired("the provided continue parameter is too old to display a consistent list result: list without it");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    throw badRequest("invalid continue token: continue key is not valid");
  }
}
