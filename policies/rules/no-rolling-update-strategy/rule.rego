# Any other strategy stops all pods before it starts new ones.
package sortie.rules["no-rolling-update-strategy"]

import data.sortie.lib.answers

deny contains answers.correct(deployment, "an update stops all pods at once", "spec.strategy.type", "RollingUpdate") if {
	some deployment in input
	deployment.kind == "Deployment"
	deployment.spec.strategy.type != "RollingUpdate"
}
