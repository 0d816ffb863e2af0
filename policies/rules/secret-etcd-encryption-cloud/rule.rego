# Secrets lie in the provider's database as they are unless the cluster is told to encrypt them.
package sortie.rules["secret-etcd-encryption-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

message := "Secrets are not encrypted at rest"

aks_command := concat(" ", [
	"az aks nodepool add --resource-group <resource group> --cluster-name <cluster> --name <pool>",
	"--enable-encryption-at-host",
])

eks_command := "eksctl utils enable-secrets-encryption --cluster <cluster> --key-arn <key>"

gke_command := "gcloud container clusters update <cluster> --region <region> --database-encryption-key <key>"

deny contains answers.external(answers.run(description, message, aks_command)) if {
	some description in clouds.aks("ClusterDescribe")
	not aks_encrypts(description)
}

aks_encrypts(description) if {
	some pool in description.data.properties.agentPoolProfiles
	pool.enableEncryptionAtHost == true
}

aks_encrypts(description) if description.data.properties.securityProfile.azureKeyVaultKms.enabled == true

deny contains answers.external(answers.run(description, message, eks_command)) if {
	some description in clouds.eks("ClusterDescribe")
	not eks_encrypts(description)
}

eks_encrypts(description) if {
	some encryption in clouds.eks_field(description, "EncryptionConfig")
	some field in ["Resources", "resources"]
	"secrets" in encryption[field]
}

deny contains answers.external(answer) if {
	some description in clouds.gke("ClusterDescribe")
	not gke_encrypts(description)
	path := sprintf("data.%s.state", [gke_field(description)])
	answer := object.union(answers.review(description, message, [path]), {"fixCommand": gke_command})
}

gke_encrypts(description) if description.data[gke_field(description)].state in {1, "1", "ENCRYPTED"}

gke_field(description) := "databaseEncryption" if {
	description.data.databaseEncryption
} else := "database_encryption"
