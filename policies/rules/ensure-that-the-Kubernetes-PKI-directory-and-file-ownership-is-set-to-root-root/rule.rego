# Who owns the directory can put certificates and keys of their own there.
package sortie.rules["ensure-that-the-Kubernetes-PKI-directory-and-file-ownership-is-set-to-root-root"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.not_of_root(node, directory_and_files(node))
}

directory_and_files(node) := array.concat(
	[directory | directory := node.data.PKIDir],
	[file | some file in node.data.PKIFiles],
)
