# Who may do what in the project is for a person to judge.
package sortie.rules["list-iam-policies-in-gcp"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "who has these roles should be known")) if {
	some description in clouds.gke("ListEntitiesForPolicies")
}
