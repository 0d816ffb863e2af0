# Who writes the API server's manifest decides with which flags it starts.
package sortie.rules["ensure-that-the-API-server-pod-specification-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.APIServerInfo.specsFile], "600")
}
