# A client certificate that nobody renews runs out, and a stolen one stays good for long.
package sortie.rules["kubelet-rotate-certificates"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--rotate-certificates is not set to true") if {
	some node in kubelets.all
	kubelets.has_flag(node, "rotate-certificates")
	not kubelets.says_true(node, "rotate-certificates")
}

deny contains kubelets.wrong_in_config(node, "rotateCertificates") if {
	some node in kubelets.without_flag("rotate-certificates")
	kubelets.config(node).rotateCertificates == false
}

deny contains answer if some answer in kubelets.unread("rotate-certificates")
