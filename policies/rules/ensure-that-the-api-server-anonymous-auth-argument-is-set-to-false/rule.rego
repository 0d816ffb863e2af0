# Requests without any credential should be refused before anything looks at them.
package sortie.rules["ensure-that-the-api-server-anonymous-auth-argument-is-set-to-false"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "anonymous-auth", "false")
}
