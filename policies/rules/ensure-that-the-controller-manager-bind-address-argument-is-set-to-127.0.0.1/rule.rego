# Health and metrics of the controller manager are for its node alone.
package sortie.rules["ensure-that-the-controller-manager-bind-address-argument-is-set-to-127.0.0.1"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "bind-address", "127.0.0.1")
}
