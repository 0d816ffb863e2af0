# Rules that a person keeps in place of the kubelet soon do not fit the pods any more.
package sortie.rules["kubelet-ip-tables"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--make-iptables-util-chains is not set to true") if {
	some node in kubelets.all
	kubelets.has_flag(node, "make-iptables-util-chains")
	not kubelets.says_true(node, "make-iptables-util-chains")
}

# As in the public library: a file that does not say so does not count as on, although that is the default.
deny contains kubelets.wrong_in_config(node, "makeIPTablesUtilChains") if {
	some node in kubelets.without_flag("make-iptables-util-chains")
	config := kubelets.config(node)
	not config.makeIPTablesUtilChains == true
}

deny contains answer if some answer in kubelets.unread("make-iptables-util-chains")
