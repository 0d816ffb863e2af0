# With it a flood of events cannot drown the API server.
package sortie.rules["ensure-that-the-admission-control-plugin-EventRateLimit-is-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_include(pod, "enable-admission-plugins", "EventRateLimit")
}
