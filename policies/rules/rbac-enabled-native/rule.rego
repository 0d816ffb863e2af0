# An API server that names its authorization modes and leaves RBAC out ignores roles and bindings.
package sortie.rules["rbac-enabled-native"]

import data.sortie.lib.answers

deny contains answers.review(pod, "the API server does not authorize with RBAC", [path]) if {
	some pod in input
	is_array(pod.spec.containers[0].command)
	some list in ["command", "args"]
	some i, argument in pod.spec.containers[0][list]
	contains(argument, "--authorization-mode=")
	not contains(argument, "RBAC")
	path := sprintf("spec.containers[0].%s[%d]", [list, i])
}
