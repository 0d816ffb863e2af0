# Pods with more vulnerabilities than the control inputs allow.
package sortie.rules["excessive_amount_of_vulnerabilities_pods"]

import data.sortie.lib.vulnerabilities

limits := {
	"Critical": data.postureControlInputs.max_critical_vulnerabilities,
	"High": data.postureControlInputs.max_high_vulnerabilities,
}

considered contains pod if {
	some pod in input
	count(vulnerabilities.of_pod(pod)) > 0
}

deny contains vulnerabilities.answer(pod, sprintf("more than %s are %s", [limit, lower(severity)]), i) if {
	some pod in considered
	some [i, known] in vulnerabilities.of_pod(pod)
	some severity, [limit] in limits
	count([vulnerability | some vulnerability in known; vulnerability.severity == severity]) > to_number(limit)
}
