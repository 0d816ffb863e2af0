# The owner of the controller manager's manifest decides with which flags and keys it starts.
package sortie.rules["ensure-that-the-controller-manager-pod-specification-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.controllerManagerInfo.specsFile])
}
