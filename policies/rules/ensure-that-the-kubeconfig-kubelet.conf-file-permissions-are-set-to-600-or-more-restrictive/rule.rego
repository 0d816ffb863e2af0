# The file holds the node's credentials.
package sortie.rules["ensure-that-the-kubeconfig-kubelet.conf-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.wider_than(node, [node.data.kubeConfigFile], "600")
}
