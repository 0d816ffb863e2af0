# The file holds the controller manager's credentials.
package sortie.rules["ensure-that-the-controller-manager.conf-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.controllerManagerInfo.configFile])
}
