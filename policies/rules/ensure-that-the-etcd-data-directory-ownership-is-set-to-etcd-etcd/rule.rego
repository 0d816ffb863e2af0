# The directory holds every Secret of the cluster. Under kubeadm etcd runs as root, and that is the owner that the public
# library asks for, whatever the rule's name says.
package sortie.rules["ensure-that-the-etcd-data-directory-ownership-is-set-to-etcd-etcd"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	directory := node.data.etcdDataDir
	some answer in host_files.not_of_root(node, [directory])
}
