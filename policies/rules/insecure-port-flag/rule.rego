# Such a port serves requests without asking who they are from. The API server is told by the name of its pod, but any
# program with the flag fails.
package sortie.rules["insecure-port-flag"]

import data.sortie.lib.answers

considered contains pod if {
	some pod in input
	pod.kind == "Pod"
	contains(pod.metadata.name, "kube-apiserver")
	count(pod.spec.containers) > 0
}

deny contains answers.review(pod, "this program serves requests without asking who they are from", [path]) if {
	some pod in input
	pod.kind == "Pod"
	some i, container in pod.spec.containers
	some list in ["command", "args"]
	some j, argument in container[list]
	contains(argument, "--insecure-port=1")
	path := sprintf("spec.containers[%d].%s[%d]", [i, list, j])
}
