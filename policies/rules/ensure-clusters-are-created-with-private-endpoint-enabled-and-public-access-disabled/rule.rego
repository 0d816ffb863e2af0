# Through a private endpoint the API server is reached without the internet.
package sortie.rules["ensure-clusters-are-created-with-private-endpoint-enabled-and-public-access-disabled"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := concat(" ", [
	"az network private-endpoint create --resource-group <resource group> --name <endpoint>",
	"--connection-name <name> --private-connection-resource-id <cluster id> --group-id management",
])

deny contains answers.external(answers.run(description, "the API server has no private endpoint", command)) if {
	some description in clouds.aks("ClusterDescribe")
	not description.data.properties.privateEndpoint.id
}
