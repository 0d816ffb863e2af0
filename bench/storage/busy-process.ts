// Keeps a core busy until its standard input ends, which it does when whoever started it is gone. Started by busy-core.ts.
process.stdin.resume().once("end", () => process.exit());
spin();

function spin(): void {
  const end = Date.now() + 50;
  while (Date.now() < end);
  setImmediate(spin);
}
