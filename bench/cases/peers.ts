import { readFileSync } from 'node:fs';
import { parseLines, type PeersLine } from '../peers/figures/lines.js';
import { toPeersTable } from '../peers/figures/table.js';
import { readPeersOptions } from '../peers/options.js';
import { runPeers } from '../peers/run.js';
import { quietRuntime } from '../rig/temporal.js';

interface Output {
  say: (text: string) => void;
  print: (text: string) => void;
}

/** `peers` measures and prints each figure as a line of JSON, then the table; `peers table FILE` only the table of those lines. */
export async function benchPeers(args: readonly string[], { say, print }: Output): Promise<number> {
  if (args[0] === 'table' && args[1] !== undefined) {
    print(toPeersTable(parseLines(readFileSync(args[1], 'utf8'))));
    return 0;
  }
  const options = readPeersOptions(args);
  if (typeof options === 'string') {
    say(options);
    return 2;
  }
  quietRuntime();
  const lines: PeersLine[] = [];
  await runPeers(options, {
    say,
    print: (line) => {
      lines.push(line);
      print(JSON.stringify(line));
    },
  });
  print(toPeersTable(lines));
  return lines.some(({ part }) => part === 'failed') ? 1 : 0;
}
