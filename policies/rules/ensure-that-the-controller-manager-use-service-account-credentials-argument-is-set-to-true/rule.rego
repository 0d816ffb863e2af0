# Each controller should act as a service account of its own, with the rights it needs.
package sortie.rules["ensure-that-the-controller-manager-use-service-account-credentials-argument-is-set-to-true"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "use-service-account-credentials", "true")
}
