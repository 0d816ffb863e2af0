import { z } from "zod";
import { LabelSelector } from "./security-exception.ts";

/** JSON written by Go has `null` where a list or text is empty. */
const list = <T extends z.ZodType>(element: T) =>
  z
    .array(element)
    .nullish()
    .transform((given) => given ?? []);
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? "");

/**
 * What of a control an exception is about. Empty fields fit everything; others are regular expressions in any case. A
 * framework stands for the controls that it has. One with other fields alone, such as `controlId`, is refused: it would accept
 * every finding where its author named one.
 */
const PosturePolicy = z
  .looseObject({ frameworkName: text, controlID: text, controlName: text, ruleName: text })
  .refine(({ frameworkName, controlID, controlName, ruleName, ...others }) => {
    return [frameworkName, controlID, controlName, ruleName].some(Boolean) || Object.keys(others).length === 0;
  }, "expected frameworkName, controlID, controlName or ruleName")
  .transform(({ frameworkName, controlID, controlName, ruleName }) => {
    return { frameworkName, controlID, controlName, ruleName };
  });

/**
 * Which resources an exception is about: patterns by attribute. `cluster`, `namespace`, `kind`, `name`, `resourceID` and
 * `containerName` have a meaning of their own, every other key is a label or an annotation.
 */
const Designator = z.object({
  designatorType: z.enum(["Attributes", "Attribute", "attributes", "attribute"]).default("Attributes"),
  attributes: z.record(z.string(), z.string()),
});

/**
 * Exceptions as people write them for Kubescape: a JSON list of posture exception policies.
 *
 * Written by: people (https://kubescape.io/docs/accepting-risk/). Read by: config-scan. Unknown fields are dropped.
 */
export const ExceptionPolicies = z.array(
  z.object({
    name: z.string().min(1),
    /** Other types are about other scans. */
    policyType: z.string().default("postureExceptionPolicy"),
    posturePolicies: list(PosturePolicy),
    resources: list(Designator),
    /** Labels that an object has to have besides; an empty one selects all. */
    objectSelector: LabelSelector.nullish(),
    /** RFC 3339. An exception that has expired is none. */
    expirationDate: z.iso.datetime({ offset: true }).nullish(),
  }),
);
export type ExceptionPolicies = z.infer<typeof ExceptionPolicies>;
