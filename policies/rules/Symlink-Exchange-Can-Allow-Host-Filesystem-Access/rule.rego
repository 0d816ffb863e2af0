# CVE-2021-25741: on nodes with these versions a container with a sub-path mount reaches any file of the node.
# https://github.com/kubernetes/kubernetes/issues/104980
package sortie.rules["Symlink-Exchange-Can-Allow-Host-Filesystem-Access"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

# First and last version, compared as text, as the public library does: `v1.20.11` is between the second pair, and
# `v1.21.4-eks` follows `v1.21.4`.
vulnerable := [
	["", "v1.19.14"],
	["v1.20.0", "v1.20.9"],
	["v1.20.10", "v1.20.10"],
	["v1.21.0", "v1.21.4"],
	["v1.22.0", "v1.22.1"],
]

has_vulnerable_node if {
	some node in input
	node.kind == "Node"
	version := node.status.nodeInfo.kubeletVersion
	some [first, last] in vulnerable
	first <= version
	version <= last
}

considered contains workload if {
	has_vulnerable_node
	some workload in input
	workloads.is_workload(workload)
}

deny contains answers.remove(workload, sprintf("%s reaches any file of a vulnerable node", [path]), [path]) if {
	has_vulnerable_node
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some j, mount in container.volumeMounts
	mount.subPath
	path := sprintf("%s.containers[%d].volumeMounts[%d].subPath", [workloads.spec_path(workload), i, j])
}
