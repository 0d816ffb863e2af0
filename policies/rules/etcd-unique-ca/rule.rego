# When etcd trusts the authority that signs users' certificates, every user may log in to the database. The first of
# each program is looked at.
package sortie.rules["etcd-unique-ca"]

import data.sortie.lib.components

first(program) := [pod | some pod in input; components.starts(pod, program)][0]

deny contains {
	"alertMessage": "etcd trusts the authority of the cluster's users",
	"alertObject": {"k8sApiObjects": [etcd, server]},
	"failedPaths": paths,
	"reviewPaths": paths,
	"fixPaths": [{"path": path, "value": "<path/to/different-tls-certificate-file.crt>"} | some path in paths],
} if {
	etcd := first("etcd")
	server := first("kube-apiserver")
	some trusted in components.flags(etcd, "trusted-ca-file")
	some users in components.flags(server, "client-ca-file")
	trusted.value == users.value
	paths := [trusted.path, users.path]
}
