import { z } from "zod";
import { goObject, isPlainObject } from "./go-object.ts";

const text = z.string().max(4096).default("");

/** No sender nests deeper than ten; without a limit 64 KiB of brackets would exhaust the stack of whoever walks them. */
const maxDepth = 64;

function isNestedAtMost(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isNestedAtMost(member, depth - 1));
}

const Designator = goObject({
  designatorType: text,
  wlid: text,
  wildwlid: text,
  sid: text,
  attributes: z.record(z.string(), z.string()).default({}),
});

/**
 * One command, as `POST /v1/triggerAction` and the body of an OperatorCommand carry it
 * (docs/reference/control-plane.md, "Command"). The keys inside `args` are case-sensitive, those of the objects below
 * them are not. `numSeq` and `timestamp` of `jobTracking` are read by nobody and dropped.
 */
export const Command = goObject({
  commandName: text,
  designators: z.array(Designator).optional(),
  wlid: text,
  wildWlid: text,
  sid: text,
  wildSid: text,
  jobTracking: goObject({
    jobID: z.string().max(253).default(""),
    parentAction: z.string().max(253).default(""),
  }).prefault({}),
  args: z
    .custom<Record<string, unknown>>(isPlainObject, "expected an object")
    .refine((args) => isNestedAtMost(args, maxDepth), `nested deeper than ${maxDepth}`)
    .default(() => ({})),
});
export type Command = z.infer<typeof Command>;

/** Body of `POST /v1/triggerAction`. */
export const TriggerAction = goObject({ commands: z.array(Command).default([]) });
