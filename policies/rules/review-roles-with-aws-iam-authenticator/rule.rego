# Who is behind a user name is decided by the authenticator; which roles they get should be looked at for each namespace.
package sortie.rules["review-roles-with-aws-iam-authenticator"]

import data.sortie.lib.answers

deny contains answers.external(answers.whole(role, "who gets this role should be known")) if {
	some role in input
	role.kind == "Role"
}
