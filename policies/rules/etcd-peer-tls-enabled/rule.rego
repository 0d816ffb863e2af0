# Without this pair the members of etcd talk to each other in the clear.
package sortie.rules["etcd-peer-tls-enabled"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

# The whole list is shown for review.
deny contains object.union(answer, {"failedPaths": [path], "reviewPaths": [path]}) if {
	some pod in considered
	path := components.list_path(pod)
	some answer in components.must_both_be_set(pod, [
		["peer-cert-file", "<path/to/tls-certificate-file.crt>"],
		["peer-key-file", "<path/to/tls-key-file.key>"],
	])
}
