import { suggest } from "@sortie/process/suggest";
import type { WantedNamespaces } from "./wanted-namespaces.ts";

/** A namespace that a request names and that is not there. `suggestion` is one that is, and has nearly the same name. */
export type UnknownNamespace = { namespace: string; suggestion?: string | undefined };

/** The namespaces that decide what a scan reads: where some are included, those that are excluded change nothing. */
export function namedNamespaces({ includeNamespaces, excludedNamespaces }: WantedNamespaces): string[] {
  return [...new Set(includeNamespaces.length > 0 ? includeNamespaces : excludedNamespaces)];
}

/** Those of a request's namespaces that match nothing, as a misspelt name does. */
export function unknownNamespaces(wanted: WantedNamespaces, known: ReadonlySet<string>): UnknownNamespace[] {
  return namedNamespaces(wanted)
    .filter((namespace) => !known.has(namespace))
    .map((namespace) => ({ namespace, suggestion: suggest(namespace, [...known]) }));
}
