# The file holds the node's credentials.
package sortie.rules["ensure-that-the-kubeconfig-kubelet.conf-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.not_of_root(node, [node.data.kubeConfigFile])
}
