# Policies that set `hostNetwork` let pods do it.
# A pod may choose among the policies, so one that is strict is enough for all.
package sortie.rules["psp-deny-hostnetwork"]

import data.sortie.lib.answers

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

deny contains answers.remove(policy, "hostNetwork is allowed", ["spec.hostNetwork"]) if {
	every policy in policies {
		is_loose(policy.spec)
	}
	some policy in policies
}

is_loose(spec) if spec.hostNetwork == true
