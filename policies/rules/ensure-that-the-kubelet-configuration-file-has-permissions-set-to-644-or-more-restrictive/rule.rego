# The file says whom the kubelet lets in. It holds no secrets, so others may read it on EKS.
package sortie.rules["ensure-that-the-kubelet-configuration-file-has-permissions-set-to-644-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.wider_than(node, [node.data.configFile], "644")
}
