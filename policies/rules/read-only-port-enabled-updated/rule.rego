# The read-only port tells everybody who reaches the node what runs there, without asking who they are.
package sortie.rules["read-only-port-enabled-updated"]

import data.sortie.lib.kubelets

# The flag fails without naming a node, as in the public library, so that no resource is reported for it.
deny contains {"alertMessage": "--read-only-port is not 0"} if {
	some node in kubelets.all
	to_number(kubelets.flag(node, "read-only-port")) != 0
}

deny contains kubelets.wrong_in_config(node, "readOnlyPort") if {
	some node in kubelets.without_flag("read-only-port")
	port := kubelets.config(node).readOnlyPort
	not port in {0, null}
}

deny contains answer if some answer in kubelets.unread("read-only-port")
