# Certificates that etcd makes for itself prove nothing to its peers.
package sortie.rules["etcd-peer-auto-tls-disabled"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

deny contains answer if {
	some pod in considered
	some answer in components.wrong(pod, "peer-auto-tls", "false")
}
