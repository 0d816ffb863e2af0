# It is on unless it is switched off, and keeps objects out of namespaces that are not there.
package sortie.rules["ensure-that-the-admission-control-plugin-NamespaceLifecycle-is-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_not_include(pod, "disable-admission-plugins", "NamespaceLifecycle")
}
