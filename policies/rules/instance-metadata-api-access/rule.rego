# The provider's metadata service gives out the node's credentials to every pod that can reach it.
package sortie.rules["instance-metadata-api-access"]

import data.sortie.lib.answers

deny contains answers.external(answers.whole(node, "pods of this node reach the provider's metadata service")) if {
	some node in input
	node.kind == "cloudProviderInfo"
	node.data.providerMetaDataAPIAccess == true
}
