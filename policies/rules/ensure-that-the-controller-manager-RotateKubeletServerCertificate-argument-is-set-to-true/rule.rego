# The gate is open unless it is closed.
package sortie.rules["ensure-that-the-controller-manager-RotateKubeletServerCertificate-argument-is-set-to-true"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-controller-manager")
}

closed := "RotateKubeletServerCertificate=false"

deny contains answers.correct(pod, "serving certificates of kubelets are not replaced", flag.path, text) if {
	some pod in considered
	some flag in components.flags(pod, "feature-gates")
	closed in split(flag.value, ",")
	text := replace(flag.text, closed, "RotateKubeletServerCertificate=true")
}
