# admin.conf holds a certificate of system:masters.
package sortie.rules["ensure-that-the-admin.conf-file-permissions-are-set-to-600"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.adminConfigFile], "600")
}
