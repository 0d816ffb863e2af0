# Network policies mean nothing unless the cluster is made with a plugin that enforces them.
package sortie.rules["rule-cni-enabled-aks"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "no plugin enforces network policies")) if {
	some description in clouds.aks("ClusterDescribe")
	not has_plugin(description)
}

# https://learn.microsoft.com/azure/aks/use-network-policies
has_plugin(description) if {
	profile := description.data.properties.networkProfile
	profile.networkPolicy in enforcing[profile.networkPlugin]
}

# By the plugin for addresses, what can enforce policies beside it.
enforcing := {
	"azure": {"azure", "calico"},
	"kubenet": {"calico"},
}
