import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type Download = (folder: string) => Promise<void>;

/**
 * The SDK downloads the dev server that it pins only when it starts one, so a server is started and immediately
 * stopped. We verify no digest here, hence the last resort after the wheel.
 */
const bySdk: Download = async (downloadDir) => {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir }, ip: '127.0.0.1' },
  });
  await environment.teardown();
};

/** Returns why the download failed, or undefined on success. */
export async function fetchBySdk(options: {
  target: string;
  cacheFolder: string;
  say: (text: string) => void;
  download?: Download;
}): Promise<string | undefined> {
  const { target, cacheFolder, say, download = bySdk } = options;
  say("  trying the SDK's own download of the Temporal server");
  const folder = mkdtempSync(join(cacheFolder, '.temporal-sdk-'));
  try {
    await download(folder);
    const program = readdirSync(folder).find((name) => name.startsWith('temporal'));
    if (program === undefined) return 'it produced no program';
    renameSync(join(folder, program), target);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
