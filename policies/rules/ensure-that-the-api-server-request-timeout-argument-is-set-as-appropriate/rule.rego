# The default is right for most clusters; another value should be meant.
package sortie.rules["ensure-that-the-api-server-request-timeout-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.given(pod, "request-timeout")
}
