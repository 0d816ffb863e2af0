# Network policies mean nothing unless the cluster is made with a plugin that enforces them.
package sortie.rules["rule-cni-enabled-aks"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "no plugin enforces network policies")) if {
	some description in clouds.aks("ClusterDescribe")
	not has_plugin(description)
}

has_plugin(description) if is_string(description.data.properties.networkProfile.networkPolicy)
