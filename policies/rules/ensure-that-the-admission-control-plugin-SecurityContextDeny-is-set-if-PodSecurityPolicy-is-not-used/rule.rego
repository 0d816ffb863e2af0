# Either of the two keeps pods from choosing their own privileges.
package sortie.rules["ensure-that-the-admission-control-plugin-SecurityContextDeny-is-set-if-PodSecurityPolicy-is-not-used"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	not uses_policies(pod)
	some answer in components.must_include(pod, "enable-admission-plugins", "SecurityContextDeny")
}

uses_policies(pod) if {
	some flag in components.flags(pod, "enable-admission-plugins")
	"PodSecurityPolicy" in split(flag.value, ",")
}
