# The directory holds every Secret of the cluster. Under kubeadm etcd runs as root, so root is the owner that is asked
# for.
package sortie.rules["ensure-that-the-etcd-data-directory-ownership-is-set-to-etcd-etcd"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, [node.data.etcdDataDir])
}
