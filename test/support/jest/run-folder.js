import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder that all files of one run share; workers inherit its name. What they make for a time lies in it too, and goes with it. */
export default function makeRunFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'desk-tests-'));
  process.env['TEST_RUN_FOLDER'] = folder;
  process.env['TMPDIR'] = folder;
}
