# Network policies mean nothing unless a network plugin enforces them.
package sortie.rules["ensure-that-the-cni-in-use-supports-network-policies"]

import data.sortie.lib.answers

deny contains answers.external(answers.whole(node, "no network plugin of this node enforces network policies")) if {
	some node in input
	node.kind == "CNIInfo"
	enforces_nothing(node.data.CNINames)
}

# Flannel needs Calico beside it, AWS' plugin any other. Names are compared as node agents write them.

enforces_nothing(names) if {
	"Flannel" in names
	not "Calico" in names
}

enforces_nothing(["aws"])
