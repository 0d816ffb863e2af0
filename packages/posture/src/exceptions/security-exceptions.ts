import { didYouMean } from "@sortie/process/suggest";
import { AcceptedControl, SecurityException } from "@sortie/wire";
import { describeIssues } from "../artifacts/describe-issues.ts";
import type { Library } from "../library/library.ts";
import { type Exception, hasExpired } from "./exception.ts";
import { MatchError, matchedObjects, type NamespaceLabels } from "./exception-match.ts";
import { patternInAnyCase } from "./pattern.ts";

/** An object of a cluster that says which findings are accepted, or one of its entries, that accepts none. */
export type BrokenException = { kind: string; namespace: string; name: string; reason: string };

/** What controls and frameworks there are. */
export type KnownControls = Pick<Library, "controls" | "frameworks">;

/**
 * What SecurityException and ClusterSecurityException objects accept. What cannot be understood accepts nothing and is
 * `broken`: an object as a whole, or one of the controls that it names. `now` is RFC 3339.
 */
export function fromSecurityExceptions(objects: readonly unknown[], context: Context): Accepted {
  const all = objects.filter(isAboutPosture).map((object) => {
    const { exceptions, reasons } = fromObject(object, context);
    return { exceptions, broken: reasons.map((reason) => ({ ...nameOf(object), reason: reason.slice(0, 500) })) };
  });
  return { exceptions: all.flatMap(({ exceptions }) => exceptions), broken: all.flatMap(({ broken }) => broken) };
}

/** Names are short; to compare a long text with all of them takes long, and anyone may write one. */
const comparedLength = 40;

type Context = { library: KnownControls; namespaces: NamespaceLabels | undefined; now: string };
type Accepted = { exceptions: Exception[]; broken: BrokenException[] };

function fromObject(object: unknown, { library, namespaces, now }: Context) {
  const exceptions: Exception[] = [];
  const read = understood(object, namespaces);
  if ("reason" in read) return { exceptions, reasons: [read.reason] };
  const reasons = read.posture.length === 0 ? ["spec.posture: it names no control, and accepts nothing"] : [];
  for (const [index, entry] of read.posture.entries()) {
    const accepted = acceptedBy(entry, library);
    if ("reason" in accepted) reasons.push(`spec.posture.${index}${accepted.reason}`);
    else exceptions.push({ ...accepted, name: `${read.name}/${accepted.name}`, designators: read.designators });
  }
  return hasExpired(read.expiresAt, now) ? { exceptions: [], reasons: [] } : { exceptions, reasons };
}

type About = { spec?: { posture?: unknown; vulnerabilities?: unknown } | null } | null;

/** One that is about vulnerabilities alone is none of a configuration scan's. */
function isAboutPosture(object: unknown): boolean {
  const { posture, vulnerabilities } = (object as About)?.spec ?? {};
  return vulnerabilities === undefined || (posture !== undefined && !(Array.isArray(posture) && posture.length === 0));
}

function understood(object: unknown, namespaces: NamespaceLabels | undefined) {
  const parsed = SecurityException.safeParse(object);
  if (!parsed.success) return { reason: describeIssues(parsed.error) };
  const { metadata, spec } = parsed.data;
  try {
    const designators = matchedObjects(parsed.data, namespaces);
    return { name: metadata.name ?? "", expiresAt: spec.expiresAt, posture: spec.posture, designators };
  } catch (err) {
    if (!(err instanceof MatchError)) throw err;
    return { reason: err.message };
  }
}

/** `reason` begins with the field, where it is about one. */
function acceptedBy(entry: unknown, library: KnownControls) {
  const parsed = AcceptedControl.safeParse(entry);
  if (!parsed.success) return { reason: `: ${describeIssues(parsed.error)}` };
  const { controlID, frameworkName } = parsed.data;
  const fits = patternInAnyCase(controlID);
  const ids = library.controls.map(({ id }) => id);
  const covered = new Set(ids.filter(fits));
  if (covered.size === 0) {
    return {
      reason: `.controlID: there is no control "${controlID}".${didYouMean(controlID.slice(0, comparedLength), ids)}`,
    };
  }
  const inFramework = frameworkName === "" ? covered : ofFramework(covered, frameworkName, library.frameworks);
  if (typeof inFramework === "string") return { reason: `.frameworkName: ${inFramework}` };
  return { name: controlID, covers: ({ controlId }: { controlId: string }) => inFramework.has(controlId) };
}

/** Those of the controls that the framework has, or why it has none of them. */
function ofFramework(controls: ReadonlySet<string>, name: string, frameworks: KnownControls["frameworks"]) {
  const framework = frameworks.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (framework === undefined) {
    return `there is no framework "${name}".${didYouMean(
      name.slice(0, comparedLength),
      frameworks.map((one) => one.name),
    )}`;
  }
  const found = controls.intersection(new Set(framework.controls));
  return found.size > 0 ? found : `${framework.name} has no control ${[...controls].slice(0, 3).join(", ")}`;
}

function nameOf(object: unknown): Omit<BrokenException, "reason"> {
  const { kind, metadata } = object as { kind?: unknown; metadata?: { namespace?: unknown; name?: unknown } | null };
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return { kind: text(kind), namespace: text(metadata?.namespace), name: text(metadata?.name) };
}
