# A sandbox should reach only what it needs: its network policy must be there, and name destinations.
package sortie.rules["agent-sandbox-egress-policy"]

import data.sortie.lib.answers

deny contains answers.point(template, "nothing makes a network policy for the sandbox", [path]) if {
	path := "spec.networkPolicyManagement"
	some template in input
	template.kind == "SandboxTemplate"
	not is_managed(template)
}

deny contains answers.point(template, "the sandbox has no network policy", ["spec.networkPolicy"]) if {
	some template in input
	template.kind == "SandboxTemplate"
	is_managed(template)
	not has_policy(template)
}

deny contains answers.point(template, "the sandbox reaches everything", ["spec.networkPolicy.egress"]) if {
	some template in input
	template.kind == "SandboxTemplate"
	is_managed(template)
	has_policy(template)
	is_open(template.spec.networkPolicy.egress)
}

# Managed is the default. Otherwise the policy of the template is only written down.
is_managed(template) if object.get(template, ["spec", "networkPolicyManagement"], "Managed") in {"Managed", null}

# A policy that says nothing about a direction denies it.
has_policy(template) if is_object(template.spec.networkPolicy)

is_open(egress) if {
	egress != null
	not is_array(egress)
}

is_open(egress) if {
	some rule in egress
	not names_destinations(rule)
}

names_destinations(rule) if {
	count(rule.to) > 0
	every peer in rule.to {
		is_scoped(peer)
	}
}

# Some label, or an address block that is not the whole internet, whatever is left out of that.
is_scoped(peer) if {
	some field in ["podSelector", "namespaceSelector"]
	some requirement in ["matchLabels", "matchExpressions"]
	count(peer[field][requirement]) > 0
}

is_scoped(peer) if {
	peer.ipBlock.cidr != ""
	not peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
}
