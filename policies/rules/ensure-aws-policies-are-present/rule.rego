# Who may use the registry should be known. The policies that AWS lists are for a person to look at, whatever they say, as
# in the public library.
package sortie.rules["ensure-aws-policies-are-present"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

deny contains answers.external(answers.whole(description, "policies decide about the registry")) if {
	some description in clouds.eks("PolicyVersion")
}
