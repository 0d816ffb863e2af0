# Nodes of a private cluster have no address in the internet.
package sortie.rules["ensure-clusters-are-created-with-private-nodes"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := "az aks create --resource-group <resource group> --name <cluster> --enable-private-cluster"

deny contains answers.external(answers.run(description, "the cluster is not private", command)) if {
	some description in clouds.aks("ClusterDescribe")
	not description.data.properties.apiServerAccessProfile.enablePrivateCluster == true
}
