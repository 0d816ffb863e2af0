# The directory holds every Secret of the cluster.
package sortie.rules["ensure-that-the-etcd-data-directory-permissions-are-set-to-700-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, [node.data.etcdDataDir], "700")
}
