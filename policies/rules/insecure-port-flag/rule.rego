# Any port but 0 serves requests without asking who they are from.
package sortie.rules["insecure-port-flag"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answers.review(pod, "the API server serves requests without asking who they are from", [flag.path]) if {
	some pod in considered
	some flag in components.flags(pod, "insecure-port")
	to_number(flag.value) > 0
}
