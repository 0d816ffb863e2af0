/** Annotation of results with the ID of the resource they are about, which their name alone does not give back. */
export const resourceIdAnnotation = "sortie.dev/resource-id";
