import type { Cause } from "../meta/cause.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { isAddress, isRange } from "./address-ranges.ts";
import { allowsEverybody, type Neighbor, type NeighborhoodSpec } from "./policy-of-neighborhood.ts";

/** More tell nobody more. */
const mostCauses = 20;

/**
 * Addresses and names of neighbours that mean nothing. A rule that allows nobody, where its writer has made a mistake in it, is
 * found out when traffic is missed.
 */
export function neighborCauses({ spec }: ApiObject): Cause[] {
  const causes: Cause[] = [];
  for (const [field, text, problem] of textsOf(spec as NeighborhoodSpec)) {
    const what = problem(text);
    if (what === undefined) continue;
    const message = `Invalid value: ${JSON.stringify(text)}: ${what}`;
    if (causes.push({ reason: "FieldValueInvalid", message, field }) === mostCauses) break;
  }
  return causes;
}

type Problem = (text: string) => string | undefined;
type Checked = [field: string, text: string, problem: Problem];

function textsOf(spec: NeighborhoodSpec): Checked[] {
  return (["containers", "initContainers", "ephemeralContainers"] as const).flatMap((group) =>
    (spec[group] ?? []).flatMap(({ ingress, egress }, index) => [
      ...textsOfAll(`spec.${group}[${index}].ingress`, ingress),
      ...textsOfAll(`spec.${group}[${index}].egress`, egress),
    ]),
  );
}

/** Deprecated fields that are empty say nothing; items of lists say something. */
function textsOfAll(path: string, neighbors: Neighbor[] | null): Checked[] {
  return (neighbors ?? []).flatMap(({ ipAddress, ipAddresses, dns, dnsNames }, index) => {
    const at = `${path}[${index}]`;
    return [
      ...(ipAddresses ?? []).map((text, i): Checked => [`${at}.ipAddresses[${i}]`, text, addressProblem]),
      ...(ipAddress === "" ? [] : [[`${at}.ipAddress`, ipAddress, addressProblem] satisfies Checked]),
      ...(dnsNames ?? []).map((text, i): Checked => [`${at}.dnsNames[${i}]`, text, nameProblem]),
      ...(dns === "" ? [] : [[`${at}.dns`, dns, nameProblem] satisfies Checked]),
    ];
  });
}

function addressProblem(text: string): string | undefined {
  if (text === allowsEverybody || isAddress(text) || isRange(text)) return undefined;
  return `is neither an address, nor a range of addresses, nor ${allowsEverybody}`;
}

/** `*` stands for one label or more at an end (RFC 4592), `⋯` for one label anywhere. */
function nameProblem(text: string): string | undefined {
  const labels = text.replace(/\.$/, "").split(".");
  if (labels.includes("")) return "has an empty label";
  if (labels.includes("**")) return "has ** for a label";
  if (labels.length === 1 && labels[0] === "*") return "is a * without anything else";
  return labels.slice(1, -1).includes("*") ? "has a * that is neither its first nor its last label" : undefined;
}
