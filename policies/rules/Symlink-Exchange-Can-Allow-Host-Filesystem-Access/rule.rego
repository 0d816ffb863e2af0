# CVE-2021-25741: on nodes with these versions a container with a sub-path mount reaches any file of the node.
# https://github.com/kubernetes/kubernetes/issues/104980
package sortie.rules["Symlink-Exchange-Can-Allow-Host-Filesystem-Access"]

import data.sortie.lib.answers
import data.sortie.lib.versions
import data.sortie.lib.workloads

vulnerable := [
	["v1.0.0", "v1.19.15"],
	["v1.20.0", "v1.20.11"],
	["v1.21.0", "v1.21.5"],
	["v1.22.0", "v1.22.2"],
]

has_vulnerable_node if {
	some node in input
	node.kind == "Node"
	versions.is_within(node.status.nodeInfo.kubeletVersion, vulnerable)
}

considered contains workload if {
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
