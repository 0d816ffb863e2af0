# Whoever reaches etcd without a certificate reads and changes the whole cluster.
package sortie.rules["etcd-client-auth-cert"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "client-cert-auth", "true")
}
