# The API server proves to kubelets who it is with this pair.
package sortie.rules["ensure-that-the-api-server-kubelet-client-certificate-and-kubelet-client-key-arguments-are-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_both_be_set(pod, [
		["kubelet-client-certificate", "<path/to/client-certificate-file.crt>"],
		["kubelet-client-key", "<path/to/client-key-file.key>"],
	])
}
