# Signatures of images. Whoever asks the rules supplies what the registries say, by image reference: whether the image
# is `signed`, and the public keys that its signatures are `verifiedBy`. An image that nothing is known of is unsigned.
package sortie.lib.signatures

import data.sortie.lib.answers
import data.sortie.lib.workloads

is_signed(image) if data.imageSignatures[image].signed == true

is_verified(image, keys) if {
	some key in data.imageSignatures[image].verifiedBy
	key in keys
}

# By path, the images that the workload is made of. Init containers are not asked about.
images(workload) := {path: container.image |
	some i, container in workloads.pod_spec(workload).containers
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}

unproven(workload, paths) := answers.review(workload, "no known signature proves where these images come from", paths)
