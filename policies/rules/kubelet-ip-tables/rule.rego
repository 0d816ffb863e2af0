# Rules that a person keeps in place of the kubelet soon do not fit the pods any more.
package sortie.rules["kubelet-ip-tables"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--make-iptables-util-chains is off") if {
	some node in kubelets.all
	kubelets.has_flag(node, "make-iptables-util-chains")
	not kubelets.is_on(node, "make-iptables-util-chains")
}

deny contains kubelets.wrong_in_config(node, "makeIPTablesUtilChains") if {
	some node in kubelets.without_flag("make-iptables-util-chains")
	kubelets.config(node).makeIPTablesUtilChains == false
}

deny contains answer if some answer in kubelets.unread("make-iptables-util-chains")
