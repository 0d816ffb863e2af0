# Extended tokens of service accounts are valid for a year instead of an hour.
package sortie.rules["ensure-that-the-api-server-service-account-extend-token-expiration-is-set-to-false"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "service-account-extend-token-expiration", "false")
}
