# A kubelet that serves requests without a name lets anybody run commands in its containers.
package sortie.rules["anonymous-requests-to-kubelet-service-updated"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--anonymous-auth is on") if {
	some node in kubelets.all
	kubelets.is_on(node, "anonymous-auth")
}

deny contains kubelets.wrong_in_config(node, "authentication.anonymous.enabled") if {
	some node in kubelets.without_flag("anonymous-auth")
	kubelets.config(node).authentication.anonymous.enabled == true
}

deny contains answer if some answer in kubelets.unread("anonymous-auth")
