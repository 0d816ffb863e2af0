{{/* Names. Objects in the namespace are named after what they are: clients and stored cron jobs know these names. */}}

{{- define "sortie.namespace" -}}
{{- .Values.ksNamespace | default .Release.Namespace -}}
{{- end -}}

{{/* Prefix of cluster-scoped names. Two releases in one cluster do not share them. Names of releases may have dots. */}}
{{- define "sortie.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimAll "-." -}}
{{- else -}}
{{- $name := .Values.nameOverride | default .Chart.Name -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimAll "-." -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimAll "-." -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Every run of characters other than letters, digits and _ becomes a dash, as in Kubescape's own charts. */}}
{{- define "sortie.clusterName" -}}
{{- $name := index .Values "cluster-name" | default .Values.clusterName -}}
{{- regexReplaceAll "\\W+" $name "-" | trimAll "-" | default "cluster" -}}
{{- end -}}

{{- define "sortie.user" -}}
{{- printf "system:serviceaccount:%s:%s" (include "sortie.namespace" .root) .name -}}
{{- end -}}

{{/* True where config-scan Jobs may be launched. */}}
{{- define "sortie.configScanEnabled" -}}
{{- if and .Values.kubescape.enabled (eq .Values.capabilities.configurationScan "enable") -}}true{{- end -}}
{{- end -}}

{{/*
The image of a component. `component` is its block of values, `name` the image's own name. An image of Kubescape's in a
values file that was written for its chart is not ours to run: see "sortie.foreignImages".
*/}}
{{- define "sortie.image" -}}
{{- $root := .root.Values.image -}}
{{- $own := .component.image | default dict -}}
{{- $foreign := include "sortie.isForeignImage" ($own.repository | default "") -}}
{{- $repository := ternary "" ($own.repository | default "") (eq $foreign "true") | default (printf "%s/%s" $root.registry .name) -}}
{{- $tag := ternary "" ($own.tag | default "") (eq $foreign "true") | default $root.tag | default .root.Chart.AppVersion -}}
{{- if $own.digest -}}
{{- printf "%s@%s" $repository $own.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository $tag -}}
{{- end -}}
{{- end -}}

{{- define "sortie.isForeignImage" -}}
{{- if regexMatch "(^|/)kubescape/(kubescape|operator|storage|kubevuln|http-request|http_request)(-[a-z]+)?$" . -}}true{{- end -}}
{{- end -}}

{{- define "sortie.pullPolicy" -}}
{{- $own := .component.image | default dict -}}
{{- $own.pullPolicy | default .root.Values.image.pullPolicy -}}
{{- end -}}
