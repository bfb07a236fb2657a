export const NOT_KNOWN = 'Unknown while the registry does not respond.';
const TIMEOUT_MS = 3_000;

export async function withinTimeout(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), TIMEOUT_MS);
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
