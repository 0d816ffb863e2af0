# The API server proves to etcd who it is with this pair.
package sortie.rules["ensure-that-the-api-server-etcd-certfile-and-etcd-keyfile-arguments-are-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_both_be_set(pod, [
		["etcd-certfile", "<path/to/client-certificate-file.crt>"],
		["etcd-keyfile", "<path/to/client-key-file.key>"],
	])
}
