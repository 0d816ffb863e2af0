# Access entries of the API can be listed and logged; lines in a ConfigMap cannot.
package sortie.rules["cluster-access-manager-api-eks"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "identities are mapped in a ConfigMap")) if {
	some description in clouds.eks("ClusterDescribe")
	clouds.eks_field(description, "AccessConfig").AuthenticationMode == "CONFIG_MAP"
}
