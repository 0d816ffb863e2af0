/** A provider of managed clusters, as controls' scopes and rules name it. */
export type Provider = "EKS" | "GKE" | "AKS";

/** What is scanned, as far as controls and frameworks make a difference: files, a cluster, or one of a provider. */
export type Scope = "file" | "cluster" | Provider;

/** The provider of a scope, where there is one. */
export function providerOf(scope: Scope): Provider | undefined {
  return scope === "file" || scope === "cluster" ? undefined : scope;
}

/** Whether something with this scanning scope makes sense there. A provider's cluster is a cluster as well. */
export function isInScope(scanningScope: readonly string[], scope: Scope): boolean {
  if (scanningScope.length === 0) return true;
  const fitting = providerOf(scope) === undefined ? [scope] : ["cluster", "cloud", scope];
  return fitting.some((one) => scanningScope.includes(one));
}
