# Policies that leave the user open let pods run as root.
# A pod may choose among the policies, so one that is strict is enough for all.
package sortie.rules["psp-deny-root-container"]

import data.sortie.lib.answers

policies := [policy | some policy in input; policy.kind == "PodSecurityPolicy"]

deny contains answers.remove(policy, "pods may run as root", ["spec.runAsUser.rule"]) if {
	every policy in policies {
		is_loose(policy.spec)
	}
	some policy in policies
}

is_loose(spec) if {
	user := spec.runAsUser
	not forbids_root(user)
}

forbids_root(user) if user.rule == "MustRunAsNonRoot"

# One range above root is enough.
forbids_root(user) if {
	user.rule == "MustRunAs"
	some range in user.ranges
	range.min > 0
}
