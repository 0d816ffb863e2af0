# Without it roles and bindings mean nothing.
package sortie.rules["ensure-that-the-api-server-authorization-mode-argument-includes-RBAC"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_include(pod, "authorization-mode", "RBAC")
}
