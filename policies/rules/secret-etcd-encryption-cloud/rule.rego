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
	description.metadata.provider == "aks"
	not aks_encrypts(description)
}

# The hosts of every pool, or Secrets themselves with a key of one's own or of the platform.

aks_encrypts(description) if {
	pools := description.data.properties.agentPoolProfiles
	count(pools) > 0
	every pool in pools {
		pool.enableEncryptionAtHost == true
	}
}

aks_encrypts(description) if aks_security(description).azureKeyVaultKms.enabled == true

aks_encrypts(description) if {
	aks_security(description).kubernetesResourceObjectEncryptionProfile.infrastructureEncryption == "Enabled"
}

aks_security(description) := description.data.properties.securityProfile

deny contains answers.external(answers.run(description, message, eks_command)) if {
	some description in clouds.eks("ClusterDescribe")
	description.metadata.provider == "eks"
	not eks_encrypts(description)
}

# There has to be a key, and something that it encrypts: EKS offers Secrets alone.
eks_encrypts(description) if {
	some encryption in description.data.Cluster.EncryptionConfig
	encryption.Provider.KeyArn != ""
	count(encryption.Resources) > 0
}

eks_encrypts(description) if {
	some encryption in description.data.cluster.encryptionConfig
	encryption.provider.keyArn != ""
	count(encryption.resources) > 0
}

# Only this spelling of the field counts, and only these two texts, as in the public library.
deny contains answers.external(answer) if {
	some description in clouds.gke("ClusterDescribe")
	description.metadata.provider == "gke"
	not gke_encrypts(description)
	answer := object.union(
		answers.review(description, message, ["data.database_encryption.state"]),
		{"fixCommand": gke_command},
	)
}

gke_encrypts(description) if description.data.database_encryption.state in {"1", "ENCRYPTED"}
