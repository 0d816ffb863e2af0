# A cluster pulls images; its service principal needs no right to write.
package sortie.rules["ensure-service-principle-has-read-only-permissions"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(entities, "a service principal may do more than read")) if {
	some entities in clouds.aks("ListEntitiesForPolicies")
	some assignment in entities.data.roleAssignments
	assignment.properties.principalType == "ServicePrincipal"
	some definitions in clouds.aks("PolicyVersion")
	some definition in definitions.data.roleDefinitions
	definition.id == assignment.properties.roleDefinitionId
	some permission in definition.properties.permissions
	some action in permission.actions
	not endswith(action, "read")
}
