# Another etcd should be let into the cluster only with a certificate.
package sortie.rules["etcd-peer-client-auth-cert"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "etcd")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "peer-client-cert-auth", "true")
}
