# Nodes pull images with the rights of their role; without all of these they cannot.
package sortie.rules["ensure_nodeinstancerole_has_right_permissions_for_ecr"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

needed := {
	"ecr:BatchCheckLayerAvailability",
	"ecr:BatchGetImage",
	"ecr:GetDownloadUrlForLayer",
	"ecr:GetAuthorizationToken",
}

deny contains answers.external(answers.whole(entities, "the nodes' role may not pull images")) if {
	some entities in clouds.eks("ListEntitiesForPolicies")
	some policy, attached in entities.data.rolesPolicies
	some role in attached.PolicyRoles
	contains(role.RoleName, "NodeInstanceRole")
	contains(policy, "ContainerRegistry")
	some action in needed
	not allows(policy, action)
}

allows(policy, action) if {
	some versions in clouds.eks("PolicyVersion")
	some statement in versions.data.policiesDocuments[policy].Statement
	statement.Effect == "Allow"
	some allowed in as_list(statement.Action)
	allowed in {action, "ecr:*", "*"}
}

as_list(actions) := actions if is_array(actions)

as_list(action) := [action] if is_string(action)
