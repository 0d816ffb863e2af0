# Who may push to and pull from the registry is for a person to judge.
package sortie.rules["list-role-definitions-in-acr"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "who has these roles should be known")) if {
	some description in clouds.aks("ListEntitiesForPolicies")
}
