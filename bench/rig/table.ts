import { readFileSync } from 'node:fs';
import { BENCHMARKS } from '../cases/catalogue.js';
import type { BenchResult } from './result.js';

export function toTable(path: string): string {
  const results = new Map<string, BenchResult>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line.startsWith('{')) continue; // npm's own lines
    const result = JSON.parse(line) as BenchResult;
    results.set(result.name, result);
  }
  return BENCHMARKS.map(({ name, what, peer, target }) => {
    const result = results.get(name);
    return `| ${[`\`${name}\``, what, peer, target, ...(result === undefined ? ['-', '-', '-'] : cells(result))].join(' | ')} |`;
  }).join('\n');
}

function cells({ ratio: { median, min, max }, met, at }: BenchResult): string[] {
  const digits = (value: number) => value.toFixed(2);
  const figure = min === max ? digits(median) : `${digits(median)} (${digits(min)}–${digits(max)})`;
  return [figure, met ? 'yes' : 'no', at.slice(0, 10)];
}
