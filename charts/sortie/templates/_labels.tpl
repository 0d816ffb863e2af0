{{/* Labels. See https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */}}

{{- define "sortie.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What a Service, a Deployment and a NetworkPolicy select by. Never changes within a release. */}}
{{- define "sortie.selector" -}}
app.kubernetes.io/name: {{ include "sortie.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of an object. `component` is the part of Sortie it belongs to. */}}
{{- define "sortie.labels" -}}
{{ include "sortie.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: sortie
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.global.namespaceTier }}
tier: {{ . | quote }}
{{- end }}
{{- with .root.Values.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "sortie.metadata" -}}
labels:
  {{- include "sortie.labels" . | nindent 2 }}
{{- with .root.Values.additionalAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/*
Labels of a pod. `app` is what Kubescape's command line finds the dispatcher by, so it differs between components. The
version is not among them: a new chart version alone is no reason to restart. Scans skip pods with kubescape.io/ignore.
*/}}
{{- define "sortie.podLabels" -}}
{{ include "sortie.selector" . }}
app.kubernetes.io/part-of: sortie
app: {{ .app }}
kubescape.io/ignore: "true"
kubescape.io/tier: core
{{- with .root.Values.global.namespaceTier }}
tier: {{ . | quote }}
{{- end }}
{{- with .root.Values.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- with .values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Annotations of a long-running pod; `revision` restarts it at every upgrade where the user asks for that. */}}
{{- define "sortie.podAnnotations" -}}
{{- $annotations := merge dict (.values.podAnnotations | default dict) .root.Values.additionalAnnotations -}}
{{- if .root.Values.addRevisionLabel -}}
{{- $_ := set $annotations "sortie.dev/revision" (toString .root.Release.Revision) -}}
{{- end -}}
{{- if and .metricsPort (eq .root.Values.configurations.prometheusAnnotations "enable") -}}
{{- $_ := set $annotations "prometheus.io/scrape" "true" -}}
{{- $_ := set $annotations "prometheus.io/port" .metricsPort -}}
{{- $_ := set $annotations "prometheus.io/path" "/metrics" -}}
{{- end -}}
{{- with .checksum -}}
{{- $_ := set $annotations "checksum/config" . -}}
{{- end -}}
{{- with $annotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}
