# How many ended pods to keep depends on the size of the cluster.
package sortie.rules["ensure-that-the-controller-manager-terminated-pod-gc-threshold-argument-is-set-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_reviewed(pod, "terminated-pod-gc-threshold")
}
