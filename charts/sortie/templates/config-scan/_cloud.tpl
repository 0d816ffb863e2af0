{{/* What a configuration scan asks the provider of a managed cluster, and as whom. */}}

{{/* True where scans ask: a value of cloudProviderMetadata is set, and something may be asked outside at all. */}}
{{- define "sortie.asksCloud" -}}
{{- $secret := .Values.cloudProviderMetadata.secretRef | default dict -}}
{{- $set := append (omit .Values.cloudProviderMetadata "secretRef" | values) $secret.name | compact -}}
{{- if and $set (ne .Values.capabilities.kubescapeOffline "enable") -}}true{{- end -}}
{{- end -}}

{{/* The Secret of a provider's credentials; empty where there is none, or nobody is asked. */}}
{{- define "sortie.cloudProviderSecret" -}}
{{- if include "sortie.asksCloud" . -}}
{{- with .Values.cloudProviderMetadata -}}
{{- if (.secretRef | default dict).name -}}
{{- .secretRef.name -}}
{{- else if .aksClientSecret -}}
cloud-provider
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "sortie.cloudEnv" -}}
- name: KS_OFFLINE
  value: {{ eq .Values.capabilities.kubescapeOffline "enable" | quote }}
{{- if include "sortie.asksCloud" . }}
- name: KS_CONTEXT
  value: {{ index .Values "cluster-name" | default .Values.clusterName | quote }}
{{- with .Values.cloudProviderMetadata }}
{{- range $variable, $value := dict
  "KS_CLOUD_REGION" .cloudRegion "KS_GKE_PROJECT" .gkeProject
  "AZURE_SUBSCRIPTION_ID" .aksSubscriptionID "AZURE_RESOURCE_GROUP" .aksResourceGroup
  "AZURE_TENANT_ID" .aksTenantID "AZURE_CLIENT_ID" .aksClientID }}
{{- if $value }}
- name: {{ $variable }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* How the ServiceAccount of scans says who it is to the provider. */}}
{{- define "sortie.cloudIdentity" -}}
{{- if include "sortie.asksCloud" . -}}
{{- with .Values.cloudProviderMetadata -}}
{{- if .awsIamRoleArn }}
eks.amazonaws.com/role-arn: {{ .awsIamRoleArn | quote }}
{{- end }}
{{- if .gkeServiceAccount }}
iam.gke.io/gcp-service-account: {{ .gkeServiceAccount | quote }}
{{- end }}
{{- if .aksClientID }}
azure.workload.identity/client-id: {{ .aksClientID | quote }}
{{- end }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Pods with this label get a token for Azure. */}}
{{- define "sortie.cloudPodLabels" -}}
{{- if and (include "sortie.asksCloud" .) .Values.cloudProviderMetadata.aksClientID (not (include "sortie.cloudProviderSecret" .)) -}}
azure.workload.identity/use: "true"
{{- end -}}
{{- end -}}
