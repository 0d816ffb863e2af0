import { didYouMean } from "@sortie/process/suggest";
import type { ExceptionPolicies } from "@sortie/wire";
import { isPattern, patternInAnyCase } from "./pattern.ts";
import type { BrokenException, KnownControls } from "./security-exceptions.ts";

/**
 * Policies that, as a whole or in part, accept nothing whatever is scanned, and why. They are read as Kubescape reads them, so
 * none is refused, but whoever wrote one takes for accepted what is not.
 */
export function unusablePolicies(policies: ExceptionPolicies, library: KnownControls): BrokenException[] {
  return policies
    .filter(({ policyType }) => policyType === "postureExceptionPolicy")
    .flatMap((policy) =>
      [...aboutNothing(policy), ...unknownControls(policy, library)].map((reason) => ({
        kind: "exception",
        namespace: "",
        name: policy.name,
        reason,
      })),
    );
}

type Policy = ExceptionPolicies[number];

function aboutNothing({ resources }: Policy): string[] {
  const given = resources.map(({ attributes }) => Object.entries(attributes).filter(([, value]) => value !== ""));
  if (!given.some((attributes) => attributes.length > 0))
    return ["resources: without attributes it is about no object"];
  return given.flatMap((attributes, index) =>
    attributes
      .filter(([, value]) => !isPattern(value))
      .map(
        ([key, value]) => `resources.${index}.attributes.${key}: "${value.slice(0, 100)}" is no pattern, or too large`,
      ),
  );
}

function unknownControls({ posturePolicies }: Policy, { controls }: KnownControls): string[] {
  const ids = controls.map(({ id }) => id);
  return posturePolicies.flatMap(({ controlID }, index) => {
    if (controlID === "" || ids.some(patternInAnyCase(controlID))) return [];
    const named = controlID.slice(0, 40);
    return [`posturePolicies.${index}.controlID: there is no control "${named}".${didYouMean(named, ids)}`];
  });
}
