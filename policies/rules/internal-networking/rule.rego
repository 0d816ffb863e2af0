# In a namespace without any network policy every pod talks to every other.
package sortie.rules["internal-networking"]

import data.sortie.lib.answers
import data.sortie.lib.policies

considered contains namespace if {
	some namespace in input
	namespace.kind == "Namespace"
}

deny contains answers.whole(namespace, "this namespace has no network policy") if {
	some namespace in considered
	name := namespace.metadata.name
	not name in with_policy
	not policies.isolates_everything
}

with_policy contains policy.metadata.namespace if {
	some policy in input
	policy.kind in {"NetworkPolicy", "CiliumNetworkPolicy"}
}
