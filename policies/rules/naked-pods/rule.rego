# A pod that no controller owns is gone for good when its node is.
package sortie.rules["naked-pods"]

import data.sortie.lib.answers

deny contains answers.whole(pod, "no controller starts this pod again") if {
	some pod in input
	pod.kind == "Pod"
	not is_owned(pod)
}

is_owned(pod) if count(pod.metadata.ownerReferences) > 0
