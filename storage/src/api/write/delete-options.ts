import { z } from "zod";
import { badRequest, invalidOptions, unsupportedValue } from "../../meta/status.ts";
import { deleteOptions } from "../../schema/meta.ts";
import type { Received } from "../../serve/received.ts";
import { isTrue } from "../request-info.ts";
import { readOptionalBody } from "../wire/body.ts";
import { parseDryRun } from "./write-options.ts";

const bodyLimitBytes = 64 * 1024;

const Propagation = z.enum(["Background", "Foreground", "Orphan"]);

const Body = z.object({
  /** Of whatever group: who sends something else means another request. */
  kind: z.enum(["DeleteOptions", ""]).nullish(),
  gracePeriodSeconds: z.int().nullish(),
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
  /** Whether the client is older and waits for dependents: it is told 202 while there are some. */
  isCascading: boolean;
  dryRun: boolean;
};

export async function readDeleteOptions(request: Received, query: URLSearchParams): Promise<DeleteOptions> {
  const body = await readOptionalBody(request, bodyLimitBytes, { message: deleteOptions });
  const parsed = Body.safeParse(body?.read().value() ?? {});
  if (!parsed.success)
    throw badRequest(`the body of the request is no DeleteOptions: ${z.prettifyError(parsed.error)}`);
  const { preconditions, propagationPolicy, orphanDependents, dryRun } = parsed.data;
  checkGracePeriod(query.get("gracePeriodSeconds"));
  const asked = query.get("orphanDependents");
  const orphans = orphanDependents ?? (asked === null ? null : isTrue(asked));
  return {
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
    propagation: propagationOf(propagationPolicy ?? query.get("propagationPolicy"), orphans),
    isCascading: orphans === false,
    dryRun: parseDryRun("DeleteOptions", [...(dryRun ?? []), ...query.getAll("dryRun")]),
  };
}

/** The newer way to say what becomes of dependents, and the older one: a request says it in one of them. */
function propagationOf(policy: string | null, orphans: boolean | null): DeleteOptions["propagation"] {
  if (policy === null) return orphans === null ? undefined : orphans ? "Orphan" : "Background";
  if (orphans === null) return parsePropagation(policy);
  const message = `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`;
  throw invalidOptions("DeleteOptions", { reason: "FieldValueInvalid", message, field: "propagationPolicy" });
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
