# Without it nodes talk to the API server through the internet.
package sortie.rules["ensure-endpointprivateaccess-is-enabled"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

message := "nodes reach the API server through the internet"

command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	"--resources-vpc-config endpointPrivateAccess=true",
])

deny contains answers.external(answers.run(description, message, command)) if {
	some description in clouds.eks("ClusterDescribe")
	clouds.eks_field(description, "ResourcesVpcConfig").EndpointPrivateAccess == false
}
