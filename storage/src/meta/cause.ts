/** Why a request is refused, of one field. Kubernetes API conventions, "Response Status Kind": an element of `details.causes`. */
export type Cause = { reason: string; message: string; field?: string };
