# An operating system made for containers has little else that could be attacked, and is updated as a
# whole. The one that AWS makes is the only one that the public library knows.
package sortie.rules["alert-container-optimized-os-not-in-use"]

import data.sortie.lib.answers

deny contains answers.review(node, sprintf("%s is not made for containers", [system]), [path]) if {
	some node in input
	node.kind == "Node"
	system := node.status.nodeInfo.osImage
	not startswith(system, "Bottlerocket")
	path := "status.nodeInfo.osImage"
}
