# A tag that moves names another image tomorrow; a node that does not pull keeps running yesterday's.
package sortie.rules["image-pull-policy-is-not-set-to-always"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s.image moves and is not always pulled", [path]), paths) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	is_floating(container.image)
	container.imagePullPolicy in {"IfNotPresent", "Never"}
	path := sprintf("%s.containers[%d]", [workloads.spec_path(workload), i])
	paths := [sprintf("%s.image", [path]), sprintf("%s.imagePullPolicy", [path])]
}

is_floating(image) if images.is_floating(image)

# A digest beside the tag does not help, as in the public library.
is_floating(image) if regex.match(`:latest($|[^\w./-])`, image)
