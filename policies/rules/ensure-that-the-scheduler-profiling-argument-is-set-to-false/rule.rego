# Profiles tell about the program and its data, and cost time to make.
package sortie.rules["ensure-that-the-scheduler-profiling-argument-is-set-to-false"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-scheduler")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be(pod, "profiling", "false")
}
