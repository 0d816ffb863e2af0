# Without an authority for client certificates the kubelet cannot tell the API server from anybody else.
package sortie.rules["enforce-kubelet-client-tls-authentication-updated"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong_in_config(node, "authentication.x509.clientCAFile") if {
	some node in kubelets.without_flag("client-ca-file")
	config := kubelets.config(node)
	not config.authentication.x509.clientCAFile
}

# Names no node, as in the public library.
deny contains kubelets.wrong(object.remove(node, ["metadata"]), "there is no client CA file") if {
	some node in kubelets.decides_nothing("client-ca-file")
}

deny contains answer if some answer in kubelets.unread("client-ca-file")
