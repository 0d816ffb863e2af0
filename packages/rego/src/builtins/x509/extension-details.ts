import { type AlternativeNames, noNames, readAlternativeNames } from "./alternative-names.ts";
import {
  type Extension,
  type PolicyMapping,
  readAuthorityAccess,
  readAuthorityKey,
  readBasicConstraints,
  readDistributionPoints,
  readExtendedKeyUsage,
  readInhibitAnyPolicy,
  readKeyUsage,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
  readSubjectKey,
} from "./extensions.ts";
import { type NameConstraints, readNameConstraints } from "./name-constraints.ts";

/** What the extensions of a certificate say. */
export type Details = {
  keyUsage: number;
  basic: { readonly isCa: boolean; readonly pathLength: number } | undefined;
  nameConstraints: NameConstraints | undefined;
  distributionPoints: readonly string[];
  authorityKey: Buffer | undefined;
  subjectKey: Buffer | undefined;
  extendedUsage: { readonly known: readonly number[]; readonly unknown: readonly (readonly number[])[] };
  policies: readonly string[] | undefined;
  policyMappings: readonly PolicyMapping[];
  explicitPolicy: number | undefined;
  policyMapping: number | undefined;
  anyPolicy: number | undefined;
  ocsp: readonly string[];
  issuers: readonly string[];
  /** Critical extensions that nothing here understands. */
  unhandled: (readonly number[])[];
};

export function readDetails(extensions: readonly Extension[]): { names: AlternativeNames; details: Details } {
  let names = noNames;
  const details = blankDetails();
  for (const extension of extensions) {
    const oid = extension.oid.join(".");
    if (oid === alternativeNames) names = readAlternativeNames(extension.value);
    const isRead = oid === alternativeNames ? hasNames(names) : readInto(details, oid, extension);
    if (!isRead && extension.isCritical) details.unhandled.push(extension.oid);
  }
  return { names, details };
}

const alternativeNames = "2.5.29.17";

function hasNames({ dns, emails, addresses, urls }: AlternativeNames): boolean {
  return dns.length + emails.length + addresses.length + urls.length > 0;
}

function blankDetails(): Details {
  return {
    keyUsage: 0,
    basic: undefined,
    nameConstraints: undefined,
    distributionPoints: [],
    authorityKey: undefined,
    subjectKey: undefined,
    extendedUsage: { known: [], unknown: [] },
    policies: undefined,
    policyMappings: [],
    explicitPolicy: undefined,
    policyMapping: undefined,
    anyPolicy: undefined,
    ocsp: [],
    issuers: [],
    unhandled: [],
  };
}

type Reader = (details: Details, extension: Extension) => unknown;

/** By OID; a reader that returns false did not understand all of the extension. */
const readers: Readonly<Record<string, Reader>> = {
  "2.5.29.14": (details, extension) => Object.assign(details, { subjectKey: readSubjectKey(extension) }),
  "2.5.29.15": (details, { value }) => Object.assign(details, { keyUsage: readKeyUsage(value) }),
  "2.5.29.19": (details, { value }) => Object.assign(details, { basic: readBasicConstraints(value) }),
  "2.5.29.30": (details, extension) => {
    details.nameConstraints = readNameConstraints(extension);
    return !details.nameConstraints.isPartial;
  },
  "2.5.29.31": (details, { value }) => Object.assign(details, { distributionPoints: readDistributionPoints(value) }),
  "2.5.29.32": (details, { value }) => Object.assign(details, { policies: readPolicies(value) }),
  "2.5.29.33": (details, { value }) => Object.assign(details, { policyMappings: readPolicyMappings(value) }),
  "2.5.29.35": (details, extension) => Object.assign(details, { authorityKey: readAuthorityKey(extension) }),
  "2.5.29.36": (details, { value }) => {
    const { explicit, mapping } = readPolicyConstraints(value);
    return Object.assign(details, { explicitPolicy: explicit, policyMapping: mapping });
  },
  "2.5.29.37": (details, { value }) => Object.assign(details, { extendedUsage: readExtendedKeyUsage(value) }),
  "2.5.29.54": (details, { value }) => Object.assign(details, { anyPolicy: readInhibitAnyPolicy(value) }),
  "1.3.6.1.5.5.7.1.1": (details, extension) => Object.assign(details, readAuthorityAccess(extension)),
};

function readInto(details: Details, oid: string, extension: Extension): boolean {
  const reader = Object.hasOwn(readers, oid) ? readers[oid] : undefined;
  return reader !== undefined && reader(details, extension) !== false;
}
