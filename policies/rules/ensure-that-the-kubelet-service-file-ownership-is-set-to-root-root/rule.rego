# systemd starts the kubelet as root from these files.
package sortie.rules["ensure-that-the-kubelet-service-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.not_of_root(node, node.data.serviceFiles)
}
