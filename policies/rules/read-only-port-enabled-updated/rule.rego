# The read-only port tells everybody who reaches the node what runs there, without asking who they are.
package sortie.rules["read-only-port-enabled-updated"]

import data.sortie.lib.kubelets

# The flag fails without naming a node, as in the public library, so that no resource is reported for it.
deny contains {"alertMessage": "--read-only-port is not 0"} if {
	some node in kubelets.all
	to_number(kubelets.flag(node, "read-only-port")) != 0
}

# The configuration file is judged whether or not the command line has the flag, as in the public library.
deny contains kubelets.wrong_in_config(node, "readOnlyPort") if {
	some node in kubelets.all
	port := kubelets.config(node).readOnlyPort
	not port in {0, false}
}

deny contains kubelets.unread_config(node, "read-only-port") if {
	some node in kubelets.all
	kubelets.is_unread(node)
}
