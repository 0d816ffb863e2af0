# Images of sandboxes from anywhere but the allowed repositories.
package sortie.rules["agent-sandbox-image-registry-allowlist"]

import data.sortie.lib.answers
import data.sortie.lib.images

deny contains answers.point(template, sprintf("%s is from no allowed repository", [path]), [path]) if {
	some template in input
	template.kind == "SandboxTemplate"
	some list in ["containers", "initContainers"]
	some i, container in template.spec.podTemplate.spec[list]
	container.image != ""
	image := images.normalized(container.image)
	not is_allowed(image)
	path := sprintf("spec.podTemplate.spec.%s[%d].image", [list, i])
}

is_allowed(image) if {
	some registry in data.postureControlInputs.imageRepositoryAllowList
	images.is_from(image, registry)
}
