# Port 0 switches encryption off.
package sortie.rules["ensure-that-the-api-server-secure-port-argument-is-not-set-to-0"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answers.review(pod, "the API server serves nothing encrypted", [flag.path]) if {
	some pod in considered
	some flag in components.flags(pod, "secure-port")
	flag.value == "0"
}
