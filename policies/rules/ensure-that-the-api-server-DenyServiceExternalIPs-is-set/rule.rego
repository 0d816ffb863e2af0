# A Service with an external address of somebody else's takes the cluster's own traffic for it.
package sortie.rules["ensure-that-the-api-server-DenyServiceExternalIPs-is-set"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "enable-admission-plugins", "DenyServiceExternalIPs")
}

# The value that is proposed is the plugin alone: a person merges it with the list that is there.
deny contains answers.correct(pod, "Services with external addresses are let in", flag.path, text) if {
	some pod in considered
	some flag in components.flags(pod, "enable-admission-plugins")
	not "DenyServiceExternalIPs" in split(flag.value, ",")
	text := components.with_value(flag, "enable-admission-plugins", "DenyServiceExternalIPs")
}
