# Images from registries that anyone can push to, or that are listed as untrusted. Short names are completed first.
package sortie.rules["rule-identify-blocklisted-image-registries-v1"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s is from a listed registry", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some list in ["publicRegistries", "untrustedRegistries"]
	some registry in data.postureControlInputs[list]
	startswith(images.normalized(container.image), registry)
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}
