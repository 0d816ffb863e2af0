# Nodes pull images with the rights of their role, which should give exactly what that takes: every statement of every
# policy of the role is judged by itself, as in the public library.
package sortie.rules["ensure_nodeinstancerole_has_right_permissions_for_ecr"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

needed := {
	"ecr:BatchCheckLayerAvailability",
	"ecr:BatchGetImage",
	"ecr:GetDownloadUrlForLayer",
	"ecr:GetAuthorizationToken",
}

deny contains answers.external(answers.whole(entities, "the nodes' role may do other things than pull images")) if {
	some entities in clouds.eks("ListEntitiesForPolicies")
	some policy, attached in entities.data.rolesPolicies
	some role in attached.PolicyRoles
	contains(role.RoleName, "NodeInstance")
	some versions in clouds.eks("PolicyVersion")
	some statement in versions.data.policiesDocuments[policy].Statement
	not only_pulls(statement)
}

only_pulls(statement) if {
	statement.Effect == "Allow"
	statement.Resource == "*"
	count(statement.Action) == count(needed)
	{action | some action in statement.Action} == needed
}
