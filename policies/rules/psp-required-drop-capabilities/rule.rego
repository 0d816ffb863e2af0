# Policies that require nothing to be dropped leave pods the capabilities of the container runtime.
# A pod may choose among the policies, so one that is strict is enough for all.
package sortie.rules["psp-required-drop-capabilities"]

import data.sortie.lib.answers

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

deny contains answers.add(policy, "no capability has to be dropped", fixes) if {
	every policy in policies {
		not is_strict(policy)
	}
	some policy in policies
	fixes := [{"path": "spec.requiredDropCapabilities[0]", "value": "ALL"}]
}

is_strict(policy) if count(policy.spec.requiredDropCapabilities) > 0
