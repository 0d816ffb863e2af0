# Without this pair etcd talks to its clients in the clear.
package sortie.rules["etcd-tls-enabled"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_both_be_set(pod, [
		["cert-file", "<path/to/tls-certificate-file.crt>"],
		["key-file", "<path/to/tls-key-file.key>"],
	])
}
