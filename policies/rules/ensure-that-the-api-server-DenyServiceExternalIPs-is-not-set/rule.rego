# It refuses Services with external addresses that some load balancers need.
package sortie.rules["ensure-that-the-api-server-DenyServiceExternalIPs-is-not-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_not_include(pod, "enable-admission-plugins", "DenyServiceExternalIPs")
}
