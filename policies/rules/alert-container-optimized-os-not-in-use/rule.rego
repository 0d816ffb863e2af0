# An operating system made for containers has little else that could be attacked, and is updated as a whole.
package sortie.rules["alert-container-optimized-os-not-in-use"]

import data.sortie.lib.answers

container_systems := {"bottlerocket", "container-optimized", "coreos", "flatcar", "talos"}

deny contains answers.review(node, sprintf("%s is not made for containers", [system]), [path]) if {
	some node in input
	node.kind == "Node"
	system := node.status.nodeInfo.osImage
	not is_for_containers(system)
	path := "status.nodeInfo.osImage"
}

is_for_containers(system) if {
	some name in container_systems
	contains(lower(system), name)
}
