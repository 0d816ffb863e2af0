# With the keys of the control plane anybody is anybody.
package sortie.rules["ensure-that-the-Kubernetes-PKI-key-file-permissions-are-set-to-600"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, keys(node), "600")
}

keys(node) := [file | some file in node.data.PKIFiles; endswith(file.path, ".key")]
