# The file says whom the kubelet lets in.
package sortie.rules["ensure-that-the-kubelet-configuration-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "KubeletInfo"
	some answer in host_files.not_of_root(node, [node.data.configFile])
}
