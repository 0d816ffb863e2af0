# The file holds the node's credentials. On EKS it names a program that fetches them, so others may read it but not
# write.
package sortie.rules["Ensure-that-the-kubeconfig-file-permissions-are-set-to-644-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.wider_than(node, [node.data.kubeConfigFile], "644")
}
