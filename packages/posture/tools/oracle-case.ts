import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ControlInputs } from "@sortie/wire";
import { z } from "zod";

const Identity = z.object({ id: z.string() });

const Paths = {
  failedPaths: z.array(z.string()).default([]),
  reviewPaths: z.array(z.string()).default([]),
  deletePaths: z.array(z.string()).default([]),
  fixPaths: z.array(z.object({ path: z.string(), value: z.string() })).default([]),
  fixCommand: z.boolean().default(false),
};

const ExpectedAnswer = z.object({
  alertObject: z.object({ k8sApiObjects: z.array(Identity).default([]), externalObjects: Identity.optional() }),
  ...Paths,
  relatedObjects: z.array(z.object({ object: Identity, ...Paths })).default([]),
});
export type ExpectedAnswer = z.infer<typeof ExpectedAnswer>;

/** One recorded verdict: what a rule of the public library answers to some objects. One line of the file is one case. */
const OracleCase = z.object({
  rule: z.string(),
  case: z.string(),
  inputs: z.array(z.unknown()),
  data: z
    .object({
      postureControlInputs: ControlInputs.default({}),
      dataControlInputs: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ postureControlInputs: {}, dataControlInputs: {} }),
  expected: z.array(ExpectedAnswer),
  /** What the rule considers, where the public library has an opinion. */
  expectedFilter: z.array(ExpectedAnswer).optional(),
});
export type OracleCase = z.infer<typeof OracleCase>;

/** Lines of an NDJSON file, gzipped or not. `badLines` name the line and what is wrong with it. */
export function readOracleCases(file: string): { cases: OracleCase[]; badLines: string[] } {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
  const cases: OracleCase[] = [];
  const badLines: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = OracleCase.safeParse(parseJson(line));
    if (parsed.success) cases.push(parsed.data);
    else badLines.push(`${file}:${index + 1}: ${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, " ")}`);
  }
  return { cases, badLines };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the schema then says that an object was expected
  }
}
