# Events of a node are what there is to read after an incident; none are kept without a limit, and none are lost with
# one above it.
package sortie.rules["kubelet-event-qps"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--event-qps is 0") if {
	some node in kubelets.all
	to_number(kubelets.flag(node, "event-qps")) == 0
}

deny contains kubelets.wrong_in_config(node, "eventRecordQPS") if {
	some node in kubelets.without_flag("event-qps")
	kubelets.config(node).eventRecordQPS == 0
}

deny contains answer if some answer in kubelets.unread("event-qps")
