# A tag that moves names another image tomorrow.
package sortie.rules["agent-sandbox-image-tag-provenance"]

import data.sortie.lib.answers
import data.sortie.lib.images

deny contains answers.point(template, sprintf("%s moves", [path]), [path]) if {
	some template in input
	template.kind == "SandboxTemplate"
	some list in ["containers", "initContainers"]
	some i, container in template.spec.podTemplate.spec[list]
	container.image != ""
	images.is_floating(container.image)
	path := sprintf("spec.podTemplate.spec.%s[%d].image", [list, i])
}
