# Who writes the scheduler's manifest decides what runs in its place.
package sortie.rules["ensure-that-the-scheduler-pod-specification-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.schedulerInfo.specsFile], "600")
}
