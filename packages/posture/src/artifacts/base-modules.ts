import type { RegoModule } from "@sortie/rego";

/**
 * What released rules import besides Rego's own built-ins. Of the last two they import the names only: nothing in the
 * library calls them, and no rule may reach a network.
 */
const baseModules: readonly (RegoModule & { mentionedAs: string })[] = [
  {
    mentionedAs: "cautils",
    name: "cautils.rego",
    source: `package cautils

import rego.v1

list_contains(list, element) if element in list

# A mode is within another when every bit of it is.
unix_permissions_allow(allowed, actual) if bits.and(allowed, actual) == actual

is_strict_conf_ownership(owner, group) if {
	owner == "root"
	group == "root"
}

# What rules of older releases call as well.
getPodName(metadata) := metadata.name

object_intersection(parent, part) := {key: value |
	some key, value in part
	parent[key] == value
}

is_subobject(part, parent) if object_intersection(parent, part) == part
`,
  },
  { mentionedAs: "designators", name: "designators.rego", source: "package designators\n" },
  { mentionedAs: "kubernetes", name: "client.rego", source: "package kubernetes.api.client\n" },
];

/** Those that a rule may mean. Most mean none, and each costs time. */
export function baseModulesFor(source: string): RegoModule[] {
  return baseModules.filter(({ mentionedAs }) => source.includes(mentionedAs));
}
