# Without a limit one pod can use up the process numbers of its node.
package sortie.rules["kubelet-set-pod-limit"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--pod-max-pids is no limit") if {
	some node in kubelets.all
	to_number(kubelets.flag(node, "pod-max-pids")) <= 0
}

deny contains kubelets.wrong(node, "podPidsLimit is not set") if {
	some node in kubelets.without_flag("pod-max-pids")
	config := kubelets.config(node)
	object.get(config, "podPidsLimit", null) == null
}

deny contains kubelets.wrong_in_config(node, "podPidsLimit") if {
	some node in kubelets.without_flag("pod-max-pids")
	limit := kubelets.config(node).podPidsLimit
	limit != null
	limit <= 0
}

deny contains kubelets.wrong(node, "nothing limits the processes of a pod") if {
	some node in kubelets.decides_nothing("pod-max-pids")
}

deny contains answer if some answer in kubelets.unread("pod-max-pids")
