import type { Certificate } from "./certificate.ts";

const anyPolicy = "2.5.29.32.0";

/** Policies that hold so far, each with the policies that the next certificate may name for it. */
type Policies = Map<string, ReadonlySet<string>>;

/** How many more certificates until something is required or forbidden. */
type Counters = { explicit: number; mapping: number; any: number };

/**
 * Whether a chain, its leaf first, keeps the policies its issuers require (RFC 5280, section 6.1, with RFC 9618). No
 * policy is asked for, so it only matters whether some policy is left.
 */
export function keepsPolicies(chain: readonly Certificate[]): boolean {
  const path = chain.slice(0, -1).toReversed();
  const counters: Counters = { explicit: path.length + 1, mapping: path.length + 1, any: path.length + 1 };
  let policies: Policies = new Map([[anyPolicy, new Set([anyPolicy])]]);
  for (const [i, certificate] of path.entries()) {
    const isLast = i === path.length - 1;
    policies = narrowed(policies, certificate, counters, isLast);
    if (counters.explicit === 0 && policies.size === 0) return false;
    if (isLast) break;
    const mapped = withMappings(policies, certificate, counters);
    if (mapped === undefined) return false;
    policies = mapped;
    count(certificate, counters);
  }
  const isRequired = counters.explicit <= 1 || chain[0]?.details.explicitPolicy === 0;
  return path.length === 0 || !isRequired || policies.size > 0;
}

function narrowed(policies: Policies, certificate: Certificate, { any }: Counters, isLast: boolean): Policies {
  const named = certificate.details.policies ?? [];
  const result: Policies = new Map();
  const expected = [...policies.values()];
  const isExpected = (policy: string): boolean => policies.has(anyPolicy) || expected.some((set) => set.has(policy));
  for (const policy of named) if (policy !== anyPolicy && isExpected(policy)) result.set(policy, new Set([policy]));
  if (named.includes(anyPolicy) && (any > 0 || (!isLast && isSelfIssued(certificate)))) {
    for (const policy of expected.flatMap((set) => [...set])) {
      if (!result.has(policy)) result.set(policy, new Set([policy]));
    }
  }
  return result;
}

/** Undefined where a certificate maps what may not be mapped. */
function withMappings(policies: Policies, { details }: Certificate, { mapping }: Counters): Policies | undefined {
  const result: Policies = new Map(policies);
  const subjects = new Map<string, Set<string>>();
  for (const { issuer, subject } of details.policyMappings) {
    if (mapping === 0) {
      result.delete(issuer);
      continue;
    }
    if (issuer === anyPolicy || subject === anyPolicy) return undefined;
    subjects.set(issuer, (subjects.get(issuer) ?? new Set()).add(subject));
  }
  for (const [issuer, mapped] of subjects) {
    if (result.has(issuer) || result.has(anyPolicy)) result.set(issuer, mapped);
  }
  return result;
}

function count(certificate: Certificate, counters: Counters): void {
  const { explicitPolicy, policyMapping, anyPolicy: anyAllowed } = certificate.details;
  const step = isSelfIssued(certificate) ? 0 : 1;
  counters.explicit = Math.min(Math.max(0, counters.explicit - step), explicitPolicy ?? Number.POSITIVE_INFINITY);
  counters.mapping = Math.min(Math.max(0, counters.mapping - step), policyMapping ?? Number.POSITIVE_INFINITY);
  counters.any = Math.min(Math.max(0, counters.any - step), anyAllowed ?? Number.POSITIVE_INFINITY);
}

function isSelfIssued({ rawIssuer, rawSubject }: Certificate): boolean {
  return rawIssuer.equals(rawSubject);
}
