# The API server proves to everyone who it is with this pair.
package sortie.rules["ensure-that-the-api-server-tls-cert-file-and-tls-private-key-file-arguments-are-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_both_be_set(pod, [
		["tls-cert-file", "<path/to/tls-certificate-file.crt>"],
		["tls-private-key-file", "<path/to/tls-key-file.key>"],
	])
}
