# Policies that set `hostPID` let pods do it.
# A pod may choose among the policies, so one that is strict is enough for all.
package sortie.rules["psp-deny-hostpid"]

import data.sortie.lib.answers

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

deny contains answers.remove(policy, "hostPID is allowed", ["spec.hostPID"]) if {
	every policy in policies {
		is_loose(policy.spec)
	}
	some policy in policies
}

is_loose(spec) if spec.hostPID == true
