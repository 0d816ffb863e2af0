# admin.conf holds a certificate of system:masters.
package sortie.rules["ensure-that-the-admin.conf-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.adminConfigFile])
}
