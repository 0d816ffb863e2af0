# The file holds kube-proxy's credentials.
package sortie.rules["if-proxy-kubeconfig-file-exists-ensure-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeProxyInfo"
	some answer in host_files.not_of_root(node, [node.data.kubeConfigFile])
}
