# The owner of the API server's manifest decides with which flags it starts.
package sortie.rules["ensure-that-the-API-server-pod-specification-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.APIServerInfo.specsFile])
}
