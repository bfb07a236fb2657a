const SPAN_MS = 10_000;

export function createSpeedometer(nowMs: () => number = () => performance.now()): {
  count(done: number): void;
  perSecond(): number;
} {
  const startedMs = nowMs();
  let recent: { atMs: number; done: number }[] = [];
  const forget = () => (recent = recent.filter(({ atMs }) => atMs > nowMs() - SPAN_MS));
  return {
    count(done) {
      forget();
      recent.push({ atMs: nowMs(), done });
    },
    perSecond() {
      forget();
      const seconds = Math.max(Math.min(nowMs() - startedMs, SPAN_MS), 1) / 1000;
      return recent.reduce((sum, { done }) => sum + done, 0) / seconds;
    },
  };
}
