import { z } from "zod";
import { deleteOptions } from "../schema/meta.ts";
import { readOptionalBody } from "./body.ts";
import { badRequest } from "./status.ts";
import { parseDryRun } from "./write-options.ts";

const bodyLimitBytes = 64 * 1024;

const Propagation = z.enum(["Background", "Foreground", "Orphan"]);

const Body = z.object({
  preconditions: z.object({ uid: z.string().nullish(), resourceVersion: z.string().nullish() }).nullish(),
  propagationPolicy: Propagation.nullish(),
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

export async function readDeleteOptions(request: Request, query: URLSearchParams): Promise<DeleteOptions> {
  const parsed = Body.safeParse((await readOptionalBody(request, bodyLimitBytes, deleteOptions)) ?? {});
  if (!parsed.success)
    throw badRequest(`the body of the request is no DeleteOptions: ${z.prettifyError(parsed.error)}`);
  const { preconditions, propagationPolicy, orphanDependents, dryRun } = parsed.data;
  const fromQuery = Propagation.safeParse(query.get("propagationPolicy"));
  return {
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
    propagation: propagationPolicy ?? fromQuery.data ?? (orphanDependents ? "Orphan" : undefined),
    dryRun: parseDryRun([...(dryRun ?? []), ...query.getAll("dryRun")]),
  };
}
