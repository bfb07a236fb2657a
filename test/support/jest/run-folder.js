import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder that all files of one run share; workers inherit its name. */
export default function makeRunFolder() {
  process.env['TEST_RUN_FOLDER'] = mkdtempSync(join(tmpdir(), 'desk-tests-'));
}
