# The file holds the scheduler's credentials.
package sortie.rules["ensure-that-the-scheduler.conf-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.schedulerInfo.configFile])
}
