# The file holds kube-proxy's credentials.
package sortie.rules["if-proxy-kubeconfig-file-exists-ensure-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeProxyInfo"
	some answer in host_files.wider_than(node, [node.data.kubeConfigFile], "600")
}
