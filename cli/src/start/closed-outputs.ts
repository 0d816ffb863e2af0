/** Who reads only the beginning of a report (`| head`, `2>&1 | head`) has seen enough. */
export function acceptClosedOutputs(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
