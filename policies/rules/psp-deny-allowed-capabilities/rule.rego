# Policies that list capabilities let pods add them.
# A pod may choose among the policies, so one that is strict is enough for all.
package sortie.rules["psp-deny-allowed-capabilities"]

import data.sortie.lib.answers

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

deny contains answers.remove(policy, "capabilities may be added", ["spec.allowedCapabilities"]) if {
	every policy in policies {
		is_loose(policy.spec)
	}
	some policy in policies
}

is_loose(spec) if count(spec.allowedCapabilities) > 0
