# Network policies mean nothing unless a network plugin enforces them.
package sortie.rules["ensure-network-policy-is-enabled-eks"]

import data.sortie.lib.answers

# Plugins that know nothing of network policies by themselves.
without_policies := {"aws", "flannel"}

deny contains answers.external(answers.whole(node, "no network plugin of this node enforces network policies")) if {
	some node in input
	node.kind == "CNIInfo"
	names := node.data.CNINames
	count(names) > 0
	every name in names {
		lower(name) in without_policies
	}
}
