/** Measures steps of an evaluation under the names OPA has for them. */
export class Timers {
  private readonly measured: Record<string, number> = {};

  time<T>(step: string, run: () => T): T {
    const start = performance.now();
    try {
      return run();
    } finally {
      this.measured[`timer_${step}_ns`] = Math.round((performance.now() - start) * 1e6);
    }
  }

  all(): Readonly<Record<string, number>> {
    return { ...this.measured };
  }
}
