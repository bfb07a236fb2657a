import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates the folder of one run for all its files, temporary ones included; workers inherit its name. */
export default function makeRunFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'desk-tests-'));
  process.env['TEST_RUN_FOLDER'] = folder;
  process.env['TMPDIR'] = folder;
}
