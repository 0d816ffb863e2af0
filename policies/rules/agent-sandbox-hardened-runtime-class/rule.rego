# Programs that an agent writes should run behind more than a container.
package sortie.rules["agent-sandbox-hardened-runtime-class"]

import data.sortie.lib.answers

path := "spec.podTemplate.spec.runtimeClassName"

deny contains answers.point(template, "the sandbox runs in an ordinary container", [path]) if {
	some template in input
	template.kind == "SandboxTemplate"
	not is_hardened(template)
}

is_hardened(template) if {
	template.spec.podTemplate.spec.runtimeClassName in data.postureControlInputs.hardenedSandboxRuntimeClasses
}
