import type { Provider } from "@sortie/posture";

/** What rules can be given of a provider's APIs (docs/reference/cloud-data.md, "Objects"). */
export const cloudKinds = [
  "ClusterDescribe",
  "DescribeRepositories",
  "ListEntitiesForPolicies",
  "PolicyVersion",
] as const;
export type CloudKind = (typeof cloudKinds)[number];

/** The API group of a provider's objects. All are of version `v1`. */
export const cloudGroups: Record<Provider, string> = {
  EKS: "eks.amazonaws.com",
  GKE: "container.googleapis.com",
  AKS: "management.azure.com",
};

/** A kind's data, a JSON object. */
export type CloudData = Record<string, unknown>;

/**
 * A provider's APIs, asked about one cluster and its surroundings.
 *
 * Errors: `CloudError` when the provider refuses, cannot be reached or answers with something else; whatever the signal
 * was aborted with.
 */
export type CloudSource = {
  /** Answers `undefined` for a kind that this provider has nothing of. */
  read(kind: CloudKind, signal: AbortSignal): Promise<CloudData | undefined>;
} & Disposable;

/** The provider did not answer, or not as its API says. The message is for a person and holds no credentials. */
export class CloudError extends Error {
  override name = "CloudError";

  constructor(message: string, options?: ErrorOptions) {
    super(firstLine(message), options);
  }
}

/** Providers quote the request in their refusals; the start says why. */
const longestMessage = 400;

function firstLine(message: string): string {
  const [first = ""] = message.trim().split("\n");
  return first.length > longestMessage ? `${first.slice(0, longestMessage)}…` : first;
}

/** How much is read of a provider: what is larger is not judged by a part of it. */
export const bounds = {
  /** One answer. The largest are lists of policies, of some hundred kilobytes. */
  bodyBytes: 16 * 1024 * 1024,
  /** Pages of one list. */
  pages: 50,
  /** AWS policies that are attached to something, each of which takes two requests. */
  policies: 400,
  /** One request with its answer. */
  requestMs: 20_000,
  /** One kind, with all its requests and their repetitions. */
  kindMs: 120_000,
} as const;
