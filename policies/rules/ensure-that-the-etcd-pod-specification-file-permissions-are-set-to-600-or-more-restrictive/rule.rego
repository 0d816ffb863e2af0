# Who writes etcd's manifest can have the cluster's memory answer to anyone.
package sortie.rules["ensure-that-the-etcd-pod-specification-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.etcdConfigFile], "600")
}
