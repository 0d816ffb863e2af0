# A tag that moves names another image tomorrow; a node that does not pull keeps running yesterday's.
package sortie.rules["image-pull-policy-is-not-set-to-always"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s.image moves and is not always pulled", [path]), paths) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	images.is_floating(container.image)
	container.imagePullPolicy != "Always"
	path := sprintf("%s.containers[%d]", [workloads.spec_path(workload), i])
	paths := [sprintf("%s.image", [path]), sprintf("%s.imagePullPolicy", [path])]
}
