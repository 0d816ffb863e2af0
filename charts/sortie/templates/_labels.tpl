{{/* Labels. See https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */}}

{{- define "sortie.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What a Service, a Deployment and a NetworkPolicy select by. Never changes within a release. */}}
{{- define "sortie.selector" -}}
app.kubernetes.io/name: {{ include "sortie.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/*
Labels of an object. `component` is the part of Sortie it belongs to, `own` are labels that are this object's alone. Each
name is there once: readers of YAML other than helm refuse a second one.
*/}}
{{- define "sortie.labels" -}}
{{- $labels := dict
  "app.kubernetes.io/version" .root.Chart.AppVersion
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/part-of" "sortie"
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_")
  "tier" .root.Values.global.namespaceTier -}}
{{- include "sortie.joinedLabels" (list (include "sortie.selector" . | fromYaml) .own .root.Values.additionalLabels $labels) -}}
{{- end -}}

{{/* Maps of labels as one, of which the first that has a name counts. */}}
{{- define "sortie.joinedLabels" -}}
{{- $joined := dict -}}
{{- range . -}}
{{- range $name, $value := . | default dict -}}
{{- if not (hasKey $joined $name) -}}{{- $_ := set $joined $name $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if not $joined.tier -}}{{- $_ := unset $joined "tier" -}}{{- end -}}
{{- toYaml $joined -}}
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
`own` are labels that are this pod's alone.
*/}}
{{- define "sortie.podLabels" -}}
{{- $identity := set (include "sortie.selector" . | fromYaml) "app" .app -}}
{{- $labels := dict
  "app.kubernetes.io/part-of" "sortie"
  "kubescape.io/ignore" "true"
  "kubescape.io/tier" "core"
  "tier" .root.Values.global.namespaceTier -}}
{{- include "sortie.joinedLabels" (list $identity .own .values.podLabels .root.Values.additionalLabels $labels) -}}
{{- end -}}

{{/* Annotations of a long-running pod; `revision` restarts it at every upgrade where the user asks for that. */}}
{{- define "sortie.podAnnotations" -}}
{{- $annotations := merge dict (.values.podAnnotations | default dict) (.root.Values.additionalAnnotations | default dict) -}}
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
