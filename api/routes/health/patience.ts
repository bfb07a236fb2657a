/** What is said of a part that only the registry knows of. */
export const NOT_KNOWN = 'Unknown while the registry does not respond.';
/** A part that answers no sooner is down. */
const PATIENCE_MS = 3_000;

/** Whether a part has answered in time. */
export async function withinPatience(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), PATIENCE_MS);
  });
  try {
    await Promise.race([work, late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
