# Certificates that etcd makes for itself prove nothing to its clients.
package sortie.rules["etcd-auto-tls-disabled"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

deny contains answer if {
	some pod in considered
	some answer in components.wrong(pod, "auto-tls", "false")
}
