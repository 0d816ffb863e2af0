# Without it the API server cannot tell a kubelet from something that answers in its place.
package sortie.rules["ensure-that-the-api-server-kubelet-certificate-authority-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "kubelet-certificate-authority", "<path/to/ca.crt>")
}
