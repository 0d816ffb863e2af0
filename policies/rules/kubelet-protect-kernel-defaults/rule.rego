# A kubelet that may change kernel settings undoes what a node was hardened with.
package sortie.rules["kubelet-protect-kernel-defaults"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--protect-kernel-defaults is not set to true") if {
	some node in kubelets.all
	kubelets.has_flag(node, "protect-kernel-defaults")
	not kubelets.says_true(node, "protect-kernel-defaults")
}

deny contains kubelets.wrong_in_config(node, "protectKernelDefaults") if {
	some node in kubelets.without_flag("protect-kernel-defaults")
	config := kubelets.config(node)
	object.get(config, "protectKernelDefaults", false) != true
}

deny contains kubelets.wrong(node, "nothing sets --protect-kernel-defaults") if {
	some node in kubelets.decides_nothing("protect-kernel-defaults")
}

deny contains answer if some answer in kubelets.unread("protect-kernel-defaults")
