# Without a limit one pod can use up the process numbers of its node.
package sortie.rules["kubelet-set-pod-limit"]

import data.sortie.lib.kubelets

# Any limit counts, and only a file that could be read is judged, as in the public library.
deny contains kubelets.wrong(node, "podPidsLimit is not set") if {
	some node in kubelets.without_flag("pod-max-pids")
	config := kubelets.content(node)
	not config.podPidsLimit
}
