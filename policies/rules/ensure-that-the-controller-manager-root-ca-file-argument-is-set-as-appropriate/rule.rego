# Pods get this certificate to tell the API server from something that answers in its place.
package sortie.rules["ensure-that-the-controller-manager-root-ca-file-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "root-ca-file", "<path/to/key/ca.crt>")
}
