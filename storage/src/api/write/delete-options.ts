import { z } from "zod";
import { badRequest, invalidOptions, unsupportedValue } from "../../meta/status.ts";
import { deleteOptions } from "../../schema/meta.ts";
import type { Received } from "../../serve/received.ts";
import { readOptionalBody } from "../wire/body.ts";
import { parseDryRun } from "./write-options.ts";

const bodyLimitBytes = 64 * 1024;

const Propagation = z.enum(["Background", "Foreground", "Orphan"]);

const Body = z.object({
  preconditions: z.object({ uid: z.string().nullish(), resourceVersion: z.string().nullish() }).nullish(),
  propagationPolicy: z.string().nullish(),
  orphanDependents: z.boolean().nullish(),
  dryRun: z.array(z.string()).nullish(),
});

/** `DeleteOptions` of the body or, in part, of the query. */
export type DeleteOptions = {
  uid: string | undefined;
  resourceVersion: string | undefined;
  propagation: z.infer<typeof Propagation> | undefined;
  dryRun: boolean;
};

export async function readDeleteOptions(request: Received, query: URLSearchParams): Promise<DeleteOptions> {
  const body = await readOptionalBody(request, bodyLimitBytes, { message: deleteOptions });
  const parsed = Body.safeParse(body?.value() ?? {});
  if (!parsed.success)
    throw badRequest(`the body of the request is no DeleteOptions: ${z.prettifyError(parsed.error)}`);
  const { preconditions, propagationPolicy, orphanDependents, dryRun } = parsed.data;
  checkGracePeriod(query.get("gracePeriodSeconds"));
  const policy = propagationPolicy || query.get("propagationPolicy") || undefined;
  return {
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
    propagation: policy === undefined ? (orphanDependents ? "Orphan" : undefined) : parsePropagation(policy),
    dryRun: parseDryRun("DeleteOptions", [...(dryRun ?? []), ...query.getAll("dryRun")]),
  };
}

function parsePropagation(text: string): z.infer<typeof Propagation> {
  const parsed = Propagation.safeParse(text);
  if (parsed.success) return parsed.data;
  const supported = ["Foreground", "Background", "Orphan", "nil"];
  throw invalidOptions("DeleteOptions", unsupportedValue("propagationPolicy", JSON.stringify(text), supported));
}

/** Nothing here is deleted later, but what is no number is a mistake. */
function checkGracePeriod(text: string | null): void {
  if (text && !/^-?\d+$/.test(text)) throw badRequest(`gracePeriodSeconds must be a whole number, not "${text}"`);
}
