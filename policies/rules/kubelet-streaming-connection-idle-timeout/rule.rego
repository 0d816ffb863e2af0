# Connections for exec and port forwarding that stay open for ever are ways in that everybody has forgotten.
package sortie.rules["kubelet-streaming-connection-idle-timeout"]

import data.sortie.lib.kubelets

# The flag fails without naming a node, as in the public library, so that no resource is reported for it.
deny contains {"alertMessage": "--streaming-connection-idle-timeout is 0"} if {
	some node in kubelets.all
	startswith(kubelets.flag(node, "streaming-connection-idle-timeout"), "0")
}

# In a file only the number counts: `0s` is what kubeadm writes, and stands for the default of four hours.
deny contains kubelets.wrong_in_config(node, "streamingConnectionIdleTimeout") if {
	some node in kubelets.without_flag("streaming-connection-idle-timeout")
	kubelets.config(node).streamingConnectionIdleTimeout == 0
}

deny contains answer if some answer in kubelets.unread("streaming-connection-idle-timeout")
