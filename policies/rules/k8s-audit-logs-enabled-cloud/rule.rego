# Without an audit log nobody can say afterwards who did what.
package sortie.rules["k8s-audit-logs-enabled-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

eks_command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	`--logging '{"clusterLogging":[{"types":["api","audit"],"enabled":true}]}'`,
])

deny contains answers.external(answers.run(description, "the audit log is not kept", eks_command)) if {
	some description in clouds.eks("ClusterDescribe")
	not keeps_logs(description)
}

keeps_logs(description) if {
	some logging in clouds.eks_field(description, "Logging").ClusterLogging
	logging.Enabled == true
	"audit" in logging.Types
}

deny contains answers.external(answers.whole(description, "the cluster's logs are not kept")) if {
	some description in clouds.gke("ClusterDescribe")
	some field in ["logging_service", "loggingService"]
	description.data[field] == "none"
}
