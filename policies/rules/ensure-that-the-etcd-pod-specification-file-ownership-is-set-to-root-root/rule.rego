# The owner of etcd's manifest can have the cluster's memory answer to anyone.
package sortie.rules["ensure-that-the-etcd-pod-specification-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.etcdConfigFile])
}
