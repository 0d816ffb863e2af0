# A program that an agent writes may use all that its container may.
package sortie.rules["resources-sandbox-cpu-limits"]

import data.sortie.lib.answers
import data.sortie.lib.quantities

deny contains answers.add(template, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some template in input
	template.kind == "SandboxTemplate"
	some i, container in template.spec.podTemplate.spec.containers
	not container.resources.limits.cpu
	path := sprintf("spec.podTemplate.spec.containers[%d].resources.limits.cpu", [i])
}

deny contains answers.review(template, sprintf("%s is above the configured maximum", [path]), [path]) if {
	some template in input
	template.kind == "SandboxTemplate"
	some i, container in template.spec.podTemplate.spec.containers
	some maximum in data.postureControlInputs.sandbox_cpu_limit_max
	quantities.exceeds(container.resources.limits.cpu, maximum)
	path := sprintf("spec.podTemplate.spec.containers[%d].resources.limits.cpu", [i])
}
