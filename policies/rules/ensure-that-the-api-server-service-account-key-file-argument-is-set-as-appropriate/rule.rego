# Tokens of service accounts should be checked with a key of their own.
package sortie.rules["ensure-that-the-api-server-service-account-key-file-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "service-account-key-file", "<path/to/key.pub>")
}
