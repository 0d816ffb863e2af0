# With it a kubelet may change only its own node and the pods there.
package sortie.rules["ensure-that-the-admission-control-plugin-NodeRestriction-is-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_include(pod, "enable-admission-plugins", "NodeRestriction")
}
