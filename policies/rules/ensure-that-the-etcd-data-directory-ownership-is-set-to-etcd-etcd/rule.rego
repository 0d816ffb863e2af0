# The directory holds every Secret of the cluster. Under kubeadm etcd runs as root; elsewhere it has a user of its own.
package sortie.rules["ensure-that-the-etcd-data-directory-ownership-is-set-to-etcd-etcd"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	directory := node.data.etcdDataDir
	not is_of_etcd(directory)
	some answer in host_files.not_of_root(node, [directory])
}

is_of_etcd(directory) if {
	directory.ownership.username == "etcd"
	directory.ownership.groupname == "etcd"
}
