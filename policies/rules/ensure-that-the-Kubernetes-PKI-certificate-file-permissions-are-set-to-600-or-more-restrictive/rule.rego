# Who replaces a certificate authority's certificate decides whom the cluster trusts.
package sortie.rules["ensure-that-the-Kubernetes-PKI-certificate-file-permissions-are-set-to-600-or-more-restrictive"]

import data.sortie.lib.host_files

deny contains answer if {
	some node in input
	node.kind == "ControlPlaneInfo"
	some answer in host_files.wider_than(node, certificates(node), "600")
}

certificates(node) := [file | some file in node.data.PKIFiles; endswith(file.path, ".crt")]
