import type { ExceptionPolicies, FrameworkDefinition, SystemExceptions } from "@sortie/wire";
import { type Designator, designator } from "./designator.ts";
import { selectedByLabel } from "./exception-match.ts";
import { patternInAnyCase } from "./pattern.ts";

/** What a finding is about, as exceptions see it. */
export type Finding = { controlId: string; controlName: string; ruleName: string };

/** Findings that are accepted: about some resources, from some controls or rules. */
export type Exception = {
  name: string;
  /** The resources: at least one of these has to fit (docs/reference/posture-results.md, "Exceptions"). */
  designators: Designator[];
  covers(finding: Finding): boolean;
};

export function fromSystemExceptions(exceptions: SystemExceptions): Exception[] {
  return exceptions.map(({ name, controls, resources }) => {
    const ids = new Set(controls);
    const designators = resources.flatMap(({ kind, namespace, names }) =>
      names.map((one) => designator({ kind, name: one, ...(namespace !== undefined && { namespace }) })),
    );
    return { name, designators, covers: ({ controlId }) => controls === undefined || ids.has(controlId) };
  });
}

/** What policies are read with. `now` is RFC 3339: what expired before it is left out. */
export type PolicyContext = { frameworks: readonly Framework[]; now: string };

type Framework = Pick<FrameworkDefinition, "name" | "controls">;

export function fromPolicies(policies: ExceptionPolicies, { frameworks, now }: PolicyContext): Exception[] {
  const valid = policies.filter(
    ({ policyType, expirationDate }) => policyType === "postureExceptionPolicy" && !hasExpired(expirationDate, now),
  );
  return valid.map(({ name, posturePolicies, resources, objectSelector }) => {
    const covered = posturePolicies.map(({ frameworkName, controlID, controlName, ruleName }) => {
      const isInFramework = controlsOf(frameworkName, frameworks);
      const [fitsId, fitsName, fitsRule] = [controlID, controlName, ruleName].map(emptyFitsAll);
      return (finding: Finding) =>
        isInFramework(finding.controlId) &&
        fitsId?.(finding.controlId) &&
        fitsName?.(finding.controlName) &&
        fitsRule?.(finding.ruleName);
    });
    const covers = (finding: Finding) => covered.length === 0 || covered.some((fits) => fits(finding));
    const designators = resources.map(({ attributes }) => selectedByLabel(designator(attributes), objectSelector));
    return { name, designators, covers };
  });
}

/** Both are RFC 3339. What has no end never expires. */
export function hasExpired(expiresAt: string | null | undefined, now: string): boolean {
  return typeof expiresAt === "string" && Date.parse(expiresAt) <= Date.parse(now);
}

/** Results are of no framework, so one that is named stands for its controls. One that is not there has none. */
function controlsOf(frameworkName: string, frameworks: readonly Framework[]) {
  if (frameworkName === "") return () => true;
  const fits = patternInAnyCase(frameworkName);
  const ids = new Set(frameworks.filter(({ name }) => fits(name)).flatMap(({ controls }) => controls));
  return (controlId: string) => ids.has(controlId);
}

function emptyFitsAll(source: string) {
  return source === "" ? () => true : patternInAnyCase(source);
}
