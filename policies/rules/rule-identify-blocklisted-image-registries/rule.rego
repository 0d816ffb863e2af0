# Images from registries that anyone can push to, or that are listed as untrusted. An image without a path is Docker
# Hub's.
package sortie.rules["rule-identify-blocklisted-image-registries"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s is from a listed registry", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some list in ["publicRegistries", "untrustedRegistries"]
	some registry in data.postureControlInputs[list]
	images.is_from(full_name(container.image), registry)
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}

full_name(image) := image if contains(image, "/")

full_name(image) := sprintf("docker.io/%s", [image]) if not contains(image, "/")
