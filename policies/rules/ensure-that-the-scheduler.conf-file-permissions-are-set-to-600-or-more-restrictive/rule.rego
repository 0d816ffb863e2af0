# The file holds the scheduler's credentials.
package sortie.rules["ensure-that-the-scheduler.conf-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.schedulerInfo.configFile], "600")
}
