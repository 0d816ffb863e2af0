# Image references (https://distribution.github.io/reference/).
package sortie.lib.images

# With registry and repository written out: `nginx:1.25` is `docker.io/library/nginx:1.25`.
normalized(image) := image if {
	has_registry(image)
	not of_docker_hub(image)
}

normalized(image) := on_docker_hub(trim_prefix(trim_prefix(image, "index."), "docker.io/")) if of_docker_hub(image)

normalized(image) := on_docker_hub(image) if not has_registry(image)

# Docker Hub has two names.
of_docker_hub(image) if regex.match(`^(index\.)?docker\.io/`, image)

on_docker_hub(repository) := sprintf("docker.io/%s", [repository]) if contains(repository, "/")

on_docker_hub(repository) := sprintf("docker.io/library/%s", [repository]) if not contains(repository, "/")

has_registry(image) if {
	contains(image, "/")
	regex.match(`[.:A-Z]|^localhost$`, split(image, "/")[0])
}

has_digest(image) if contains(image, "@")

# The tag of a reference without a digest; `latest` where it has none.
tag(image) := parts[count(parts) - 1] if {
	parts := split(last_segment(image), ":")
	count(parts) > 1
} else := "latest"

# The tag may name another image tomorrow: `latest`, no tag at all, or one of the configured ones.
is_floating(image) if {
	not has_digest(image)
	tag(image) in {"latest"} | {floating | some floating in data.postureControlInputs.floatingImageTags}
}

last_segment(image) := segments[count(segments) - 1] if segments := split(image, "/")

# `registry` is a host, or a host and the beginning of a repository, as a regular expression. Only whole segments match.
is_from(image, registry) if {
	regex.match(sprintf("^%s/", [trim_right(registry, "/")]), image)
}
