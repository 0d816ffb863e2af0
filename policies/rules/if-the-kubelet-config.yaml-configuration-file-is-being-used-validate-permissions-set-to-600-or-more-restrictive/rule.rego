# The file says whom the kubelet lets in.
package sortie.rules["if-the-kubelet-config.yaml-configuration-file-is-being-used-validate-permissions-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.wider_than(node, [node.data.configFile], "600")
}
