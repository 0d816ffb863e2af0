# Pods with critical vulnerabilities that are reached from outside.
package sortie.rules["exposed-critical-pods"]

import data.sortie.lib.vulnerabilities

considered contains pod if {
	some pod in input
	count(vulnerabilities.of_pod(pod)) > 0
	vulnerabilities.is_reached(pod)
}

deny contains vulnerabilities.answer(pod, "this pod is reached from outside and vulnerable", i) if {
	some pod in considered
	some [i, known] in vulnerabilities.of_pod(pod)
	some vulnerability in known
	vulnerability.severity == "Critical"
}
