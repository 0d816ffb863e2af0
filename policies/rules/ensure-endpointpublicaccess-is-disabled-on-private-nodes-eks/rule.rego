# Public access should be limited to addresses that are known, beside private access for the nodes.
package sortie.rules["ensure-endpointpublicaccess-is-disabled-on-private-nodes-eks"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	"--resources-vpc-config endpointPrivateAccess=true,endpointPublicAccess=true,publicAccessCidrs=<addresses>",
])

deny contains answers.external(answers.run(description, "everyone reaches the API server", command)) if {
	some description in clouds.eks("ClusterDescribe")
	network := clouds.eks_field(description, "ResourcesVpcConfig")
	network.EndpointPublicAccess == true
	"0.0.0.0/0" in network.PublicAccessCidrs
}
