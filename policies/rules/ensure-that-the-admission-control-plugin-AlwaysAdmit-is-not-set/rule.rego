# It lets everything in.
package sortie.rules["ensure-that-the-admission-control-plugin-AlwaysAdmit-is-not-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_not_include(pod, "enable-admission-plugins", "AlwaysAdmit")
}
