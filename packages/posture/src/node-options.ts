/** Node's options for config-scan, as in its image (images/Containerfile says why). */
export const configScanOptions = [
  "--max-semi-space-size=4",
  "--heap-growing-percent=50",
  "--no-concurrent-recompilation",
  "--no-turbo-inlining",
  "--invocation-count-for-maglev=1000",
  "--invocation-count-for-turbofan=30000",
];
