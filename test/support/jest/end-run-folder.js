import { rmSync } from 'node:fs';

export default function endRunFolder() {
  const folder = process.env['DESK_TEST_RUN'];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
