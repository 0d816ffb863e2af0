# Network policies mean nothing unless a network plugin enforces them.
package sortie.rules["ensure-network-policy-is-enabled-eks"]

import data.sortie.lib.answers

deny contains answers.external(answers.whole(node, "no network plugin of this node enforces network policies")) if {
	some node in input
	node.kind == "CNIInfo"
	names := node.data.CNINames
	not enforces(names)
}

# The two that EKS has add-ons for.
enforces(names) if {
	some name in names
	name in {"Calico", "Cilium"}
}
