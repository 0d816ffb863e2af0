/** Host names and addresses that built-ins may connect to, or `any`. */
export type AllowNet = readonly string[] | "any";

/** Whether a built-in may connect to a host. Ports are no part of the name. */
export function mayReach(allowNet: AllowNet, host: string): boolean {
  return allowNet === "any" || allowNet.includes(host);
}
