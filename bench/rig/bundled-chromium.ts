import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';
import { openCacheFolder } from '../../desk/cache-folder.js';

function findPackage(): { folder: string; version: string } {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { folder, version };
}

/**
 * Unpacks the browser of the test dependencies once per user and version. The package itself unpacks to one name in the
 * temporary folder, which other accounts cannot execute, and where two tests that start together find half a file.
 */
export async function unpackChromium(cache = openCacheFolder(join(tmpdir(), 'notice-desk'))): Promise<string> {
  const { folder, version } = findPackage();
  const unpacked = join(cache, `chromium-${version}`);
  if (!existsSync(unpacked)) {
    const fresh = mkdtempSync(`${unpacked}.`);
    const unpack = `(await import('@sparticuz/chromium')).default.executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', `await ${unpack}`], {
      cwd: folder,
      env: { ...machineEnv(), TMPDIR: fresh, NODE_OPTIONS: '' },
    });
    try {
      renameSync(fresh, unpacked);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      // Another process has unpacked it first.
      if (!existsSync(unpacked)) throw error;
    }
  }
  return join(unpacked, 'chromium');
}
