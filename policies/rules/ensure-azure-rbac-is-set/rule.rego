# With Azure RBAC rights in the cluster are given and taken where the company's others are.
package sortie.rules["ensure-azure-rbac-is-set"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := "az aks update --resource-group <resource group> --name <cluster> --enable-azure-rbac"

deny contains answers.external(answers.run(description, "Azure RBAC is off", command)) if {
	some description in clouds.aks("ClusterDescribe")
	not description.data.properties.aadProfile.enableAzureRBAC == true
}
