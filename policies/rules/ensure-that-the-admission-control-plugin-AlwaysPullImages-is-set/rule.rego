# With it a pod runs an image of the node only when it may pull the image itself.
package sortie.rules["ensure-that-the-admission-control-plugin-AlwaysPullImages-is-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_include(pod, "enable-admission-plugins", "AlwaysPullImages")
}
