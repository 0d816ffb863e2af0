# Images from anywhere but the allowed repositories. Short names are completed before they are compared.
package sortie.rules["container-image-repository-v1"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s is from no allowed repository", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	image := images.normalized(container.image)
	not is_allowed(image)
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}

is_allowed(image) if {
	some registry in data.postureControlInputs.imageRepositoryAllowList
	startswith(image, registry)
}
