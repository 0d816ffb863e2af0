# Images of sandboxes from anywhere but the allowed repositories.
package sortie.rules["agent-sandbox-image-registry-allowlist"]

import data.sortie.lib.answers

deny contains answers.point(template, sprintf("%s is from no allowed repository", [path]), [path]) if {
	some template in input
	template.kind == "SandboxTemplate"
	some list in ["containers", "initContainers"]
	some i, container in template.spec.podTemplate.spec[list]
	container.image != ""
	image := with_registry(container.image)
	not is_allowed(image)
	path := sprintf("spec.podTemplate.spec.%s[%d].image", [list, i])
}

# What names no registry is Docker Hub's. A first segment names one if it looks like a host.
with_registry(image) := image if {
	contains(image, "/")
	regex.match(`[.:]|^localhost$`, split(image, "/")[0])
} else := sprintf("docker.io/%s", [image])

# The list is text here, no regular expressions: `gcr.io` does not allow `gcrXio`.
is_allowed(image) if {
	some registry in data.postureControlInputs.imageRepositoryAllowList
	is_from(image, registry)
}

is_from(image, registry) if startswith(image, sprintf("%s/", [trim_suffix(registry, "/")]))

# A repository ends where its tag or digest begins; after a host, a colon begins a port, and another registry.
is_from(image, repository) if {
	contains(repository, "/")
	startswith(image, repository)
	substring(image, count(repository), 1) in {"", ":", "@"}
}
