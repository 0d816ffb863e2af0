# Tokens of service accounts should be signed with a key of their own.
package sortie.rules["ensure-that-the-controller-manager-service-account-private-key-file-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "service-account-private-key-file", "<path/to/key/filename.key>")
}
