# A node under another name than its host's has certificates and logs that do not fit it.
package sortie.rules["kubelet-hostname-override"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--hostname-override is set") if {
	some node in kubelets.all
	kubelets.has_flag(node, "hostname-override")
}
