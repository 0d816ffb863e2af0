# The API server should be reached from the private network alone.
package sortie.rules["ensure-endpointprivateaccess-is-enabled-and-endpointpublicaccess-is-disabled-eks"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	"--resources-vpc-config endpointPrivateAccess=true,endpointPublicAccess=false",
])

deny contains answers.external(answers.run(description, "the API server can be reached from the internet", command)) if {
	some description in clouds.eks("ClusterDescribe")
	is_open(clouds.eks_field(description, "ResourcesVpcConfig"))
}

is_open(network) if network.EndpointPublicAccess == true

is_open(network) if network.EndpointPrivateAccess == false
