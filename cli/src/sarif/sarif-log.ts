import { z } from "zod";

const Level = z.enum(["none", "note", "warning", "error"]);

/** 3.10.1: characters of RFC 3986 alone. 3.4.3: no relative reference begins with a slash. */
const UriReference = z
  .string()
  .regex(/^(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~!$&'()*+,;=:@/?#[\]])+$/)
  .refine((uri) => !uri.startsWith("/"), "is a path of a machine and no URI")
  .refine((uri) => URL.canParse(uri, "file:///folder/"), "cannot be resolved");

const AbsoluteUri = UriReference.refine((uri) => URL.canParse(uri), "is not absolute");

/** 3.11.5: a brace that begins no placeholder is doubled. No message of a report has arguments, so all are. */
const Message = z.strictObject({
  text: z
    .string()
    .min(1)
    .regex(/^(?:[^{}]|\{\{|\}\})*$/)
    .refine((text) => !/\[[^\]]*\]\([^)]*\)/.test(text), "has a link that nobody meant (3.11.6)"),
});

const Text = z.strictObject({ text: z.string().min(1) });

function unique<T>(item: z.ZodType<T>) {
  return z
    .array(item)
    .refine((all) => new Set(all.map((one) => JSON.stringify(one))).size === all.length, "has equal elements (3.7.3)");
}

const ReportingDescriptor = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1).optional(),
  shortDescription: Text,
  fullDescription: Text,
  help: Text,
  helpUri: AbsoluteUri.optional(),
  defaultConfiguration: z.strictObject({ level: Level }),
  properties: z.strictObject({
    "security-severity": z.string().regex(/^\d+\.\d$/),
    tags: unique(z.string()),
  }),
});

const Location = z.strictObject({
  physicalLocation: z
    .strictObject({
      artifactLocation: z.strictObject({ uri: UriReference }),
      region: z.strictObject({ startLine: z.int().min(1) }),
    })
    .optional(),
  logicalLocations: unique(
    z.strictObject({ fullyQualifiedName: z.string().min(1), name: z.string(), kind: z.literal("resource") }),
  ),
});

const Result = z.strictObject({
  ruleId: z.string().min(1),
  level: Level,
  message: Message,
  locations: z.array(Location),
  partialFingerprints: z.record(z.string().regex(/^[^/]+\/v\d+$/), z.string().min(1)),
  suppressions: unique(z.strictObject({ kind: z.enum(["inSource", "external"]), justification: z.string() })),
});

const Run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({
        name: z.string().min(1),
        version: z.string().min(1),
        rules: unique(ReportingDescriptor),
      }),
    }),
    invocations: z
      .array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level: Level, message: Message })),
        }),
      )
      .optional(),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    results: z.array(Result),
  })
  .refine(
    ({ tool, results }) => results.every(({ ruleId }) => tool.driver.rules.some(({ id }) => id === ruleId)),
    "has a result of a rule that it does not describe",
  );

/**
 * What SARIF 2.1.0 (OASIS Standard with Errata 01, docs.oasis-open.org/sarif/sarif/v2.1.0) demands of a log, as far as reports
 * use it, for tests to hold reports against: its prose and its JSON schema. A property that a report does not use is refused,
 * as one that SARIF does not know would be.
 *
 * Sections: 3.4.3 uri, 3.8.2 tags, 3.10.1 URIs, 3.11.5 and 3.11.8 message text, 3.12.3 text of a descriptor, 3.13 log,
 * 3.14.11 invocations, 3.14.17 columnKind, 3.14.23 results, 3.18 tool, 3.19.23 rules, 3.20 invocation, 3.27.5 ruleId, 3.27.10 level, 3.27.17 partialFingerprints,
 * 3.27.23 suppressions, 3.28 location, 3.29 physicalLocation, 3.30.5 startLine, 3.33 logicalLocation, 3.35 suppression, 3.49
 * reportingDescriptor, 3.50.3 its level. `security-severity` is GitHub's, in a property bag (3.8).
 */
export const SarifLog = z.strictObject({
  $schema: AbsoluteUri,
  version: z.literal("2.1.0"),
  runs: z.array(Run).min(1),
});
