# Only known addresses should reach the API server.
package sortie.rules["restrict-access-to-the-control-plane-endpoint"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

aks_command := concat(" ", [
	"az aks update --resource-group <resource group> --name <cluster>",
	"--api-server-authorized-ip-ranges <addresses>",
])

deny contains answers.external(answers.run(description, "every address reaches the API server", aks_command)) if {
	some description in clouds.aks("ClusterDescribe")
	not is_restricted(description)
}

is_restricted(description) if count(description.data.properties.apiServerAccessProfile.authorizedIPRanges) > 0
