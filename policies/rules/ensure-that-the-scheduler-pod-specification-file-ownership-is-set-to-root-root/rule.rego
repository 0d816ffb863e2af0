# The owner of the scheduler's manifest decides what runs in its place.
package sortie.rules["ensure-that-the-scheduler-pod-specification-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.schedulerInfo.specsFile])
}
