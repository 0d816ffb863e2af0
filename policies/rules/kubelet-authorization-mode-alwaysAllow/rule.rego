# A kubelet that allows everything makes each identity of the cluster root on its node.
package sortie.rules["kubelet-authorization-mode-alwaysAllow"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--authorization-mode is AlwaysAllow") if {
	some node in kubelets.all
	kubelets.flag(node, "authorization-mode") == "AlwaysAllow"
}

deny contains kubelets.wrong_in_config(node, "authorization.mode") if {
	some node in kubelets.without_flag("authorization-mode")
	kubelets.config(node).authorization.mode == "AlwaysAllow"
}

# AlwaysAllow is the default of the command line; that of the file is Webhook.
deny contains kubelets.wrong(node, "nothing sets --authorization-mode") if {
	some node in kubelets.decides_nothing("authorization-mode")
}

deny contains answer if some answer in kubelets.unread("authorization-mode")
