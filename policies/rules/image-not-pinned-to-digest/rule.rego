# A tag can move to another image between two starts of a pod; a digest cannot.
package sortie.rules["image-not-pinned-to-digest"]

import data.sortie.lib.answers
import data.sortie.lib.images
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s is not pinned to a digest", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	not is_pinned(container.image)
	not is_exempt(container.image)
	path := sprintf("%s.%s[%d].image", [workloads.spec_path(workload), list, i])
}

# https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
is_pinned(image) if regex.match(`@(sha256|blake3):[0-9a-f]{64}$`, image)

is_pinned(image) if regex.match(`@sha512:[0-9a-f]{128}$`, image)

# Of an algorithm that is not registered nobody knows how long its digests are.
is_pinned(image) if {
	regex.match(`@[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$`, image)
	not regex.match(`@(sha256|sha512|blake3):`, image)
}

# Whole segments only: `registry.example/team` exempts nothing of `registry.example/team-two`.
is_exempt(image) if {
	some repository in data.postureControlInputs.imageDigestExemptRepositories
	some name in [image, images.normalized(image)]
	covers(trim_right(repository, "/"), name)
}

covers(repository, image) if image == repository

covers(repository, image) if {
	startswith(image, repository)
	substring(image, count(repository), 1) in {"/", ":", "@"}
}
