import { z } from "zod";
import { ObjectMeta } from "./object-meta.ts";

/** API group and version of the command channel. */
export const operatorCommandApiVersion = "kubescape.io/v1alpha1";

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "is not base64");

/**
 * A command that is durable: the dispatcher creates one before it acknowledges a request, and anyone with the right may
 * create one with `kubectl`. The shape is Kubescape's (docs/reference/control-plane.md, "OperatorCommand").
 *
 * Written by: the dispatcher, `kubectl`, Kubescape's synchronizer. Read by: the dispatcher.
 * Errors: a command that cannot be understood is completed with `status.error`.
 */
export const OperatorCommand = z.object({
  apiVersion: z.literal(operatorCommandApiVersion),
  kind: z.literal("OperatorCommand"),
  metadata: ObjectMeta,
  spec: z.object({
    /** The job id of the action. */
    guid: z.string().max(253).default(""),
    commandType: z.string(),
    commandVersion: z.string().optional(),
    /** Base64 of the JSON of one `Command`, at most 64 KiB decoded. */
    body: base64.optional(),
    /** Go duration that the finished command is kept for, for example `1h`. */
    ttl: z.string().optional(),
    args: z.record(z.string(), z.unknown()).nullish(),
    commandIndex: z.int().optional(),
    commandCount: z.int().optional(),
  }),
  status: z
    .object({
      started: z.boolean().default(false),
      startedAt: z.string().nullish(),
      completed: z.boolean().default(false),
      completedAt: z.string().nullish(),
      executer: z.string().optional(),
      error: z
        .object({ reason: z.string().default(""), message: z.string().default(""), errorCode: z.int().default(0) })
        .nullish(),
      /** Base64 of the JSON of a `JobOutcome`. */
      payload: base64.nullish(),
    })
    .optional(),
});
export type OperatorCommand = z.infer<typeof OperatorCommand>;
