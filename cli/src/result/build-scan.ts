import type { ControlDefinition, RulePath, ScannedControl } from "@sortie/wire";
import { namedObject } from "@sortie/wire/plain";
import { manifestObject } from "../input/manifest-object.ts";
import type { SourcedObject } from "../input/read-input.ts";
import type { Judged } from "./judged.ts";
import { nameInId } from "./resource-id.ts";

// Builders for tests: one line an object.

type Verdict = {
  status: "failed" | "passed" | "skipped";
  paths?: Partial<RulePath>[];
  info?: string;
  subStatus?: string;
  exceptions?: string[];
};

const facts: Record<string, { name: string; baseScore: number }> = {
  "C-0016": { name: "Allow privilege escalation", baseScore: 6 },
  "C-0017": { name: "Immutable container filesystem", baseScore: 3 },
  "C-0041": { name: "HostNetwork access", baseScore: 7 },
  "C-0057": { name: "Privileged container", baseScore: 8 },
};

export function control(id: string, overrides: Partial<ControlDefinition> = {}): ControlDefinition {
  return {
    id,
    name: facts[id]?.name ?? id,
    baseScore: facts[id]?.baseScore ?? 5,
    category: "Workload",
    typeTags: [],
    scanningScope: [],
    description: `Why ${id} matters, in a sentence that is long enough to be wrapped on a narrow terminal.`,
    remediation: `Fix ${id}:\n\n  some: example`,
    references: [],
    rules: [`rule-of-${id}`],
    ...overrides,
  };
}

/** What a scan says of a resource, named by its resource ID. */
export function scanOf(id: string, verdicts: Record<string, Verdict>): Judged {
  return {
    id,
    name: nameInId(id, []),
    related: [],
    controls: Object.entries(verdicts).map(([controlID, verdict]) => scanned(controlID, verdict)),
  };
}

function scanned(
  controlID: string,
  { status, paths = [], info = "", subStatus = "", exceptions = [] }: Verdict,
): ScannedControl {
  const { name = controlID, baseScore = 5 } = facts[controlID] ?? {};
  const full = paths.map((path) => ({ failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "", ...path }));
  return {
    controlID,
    name,
    severity: { severity: "", scoreFactor: baseScore },
    status: { status, subStatus, info },
    rules: [
      {
        name: `rule-of-${controlID}`,
        status: { status, subStatus },
        controlConfigurations: {},
        paths: full,
        appliedIgnoreRules: exceptions,
      },
    ],
  };
}

/** An object of a file, named by its resource ID. */
export function sourced(id: string, file: string, line: number, fields: Record<string, unknown> = {}): SourcedObject {
  return { place: { file, line }, object: manifestObject({ ...namedObject(nameInId(id, [])), ...fields }) };
}
