# Without a policy of its own nobody knows who may use the registry.
package sortie.rules["ensure-aws-policies-are-present"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "there is no policy for the registry")) if {
	some description in clouds.eks("PolicyVersion")
	count(object.get(description, ["data", "policiesDocuments"], {})) == 0
}
