# Events of a node are what there is to read after an incident; none are kept without a limit, and none are lost with
# one above it.
package sortie.rules["kubelet-event-qps"]

import data.sortie.lib.kubelets

# The flag is deprecated and not looked at, as in the public library.

deny contains kubelets.wrong_in_config(node, "eventRecordQPS") if {
	some node in kubelets.all
	kubelets.config(node).eventRecordQPS == 0
}

deny contains kubelets.unread_config(node, "event-qps") if {
	some node in kubelets.all
	kubelets.has_flag(node, "config")
	not kubelets.has_content(node)
}
