# Who writes the controller manager's manifest decides with which flags and keys it starts.
package sortie.rules["ensure-that-the-controller-manager-pod-specification-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.controllerManagerInfo.specsFile], "600")
}
