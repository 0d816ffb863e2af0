# Client certificates are checked only against this authority.
package sortie.rules["ensure-that-the-api-server-client-ca-file-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "client-ca-file", "<path/to/client-ca.crt>")
}
