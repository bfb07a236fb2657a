import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { alertGroups, alertsFile } from '../../../scripts/docs/monitoring/alerts.js';
import type { AlertRule } from '../../../scripts/docs/monitoring/shapes.js';
import { dashboardFile, PANELS } from '../../../scripts/docs/monitoring/dashboard.js';
import { SDK_METRICS } from '../../../scripts/docs/monitoring/sdk.js';
import { METRICS, toMetricName, type MetricName } from '../../../api/routes/metrics/index.js';
import { ALERT_KINDS, ALERT_TABLE } from '../../../domain/alert.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi({ metricsToken: null });
  await api.receive();
});
afterAll(() => api.close());

/** Metric names and labels of an expression, by PromQL's own grammar; null: it does not parse. */
function parseExpression(expr: string): { names: string[]; labels: string[] } | null {
  const found = { names: [] as string[], labels: [] as string[] };
  let broken = false;
  parser.parse(expr).iterate({
    enter: ({ name, from, to, type }) => {
      if (type.isError) broken = true;
      const text = expr.slice(from, to);
      if (name === 'Identifier' && /^(notice_desk|temporal)_/.test(text)) found.names.push(text);
      if (name === 'LabelName') found.labels.push(text);
    },
  });
  return broken ? null : found;
}

const rules: AlertRule[] = alertGroups().flatMap((group) => group.rules);
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...PANELS.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

describe('Prometheus alerts and Grafana dashboard', () => {
  test('use only names and labels that /metrics has', async () => {
    const { body } = await api.get('/metrics', null);
    const series = body.split('\n').filter((line: string) => line.startsWith('notice_desk_'));
    const sdk: Record<string, readonly string[]> = SDK_METRICS;
    const has = (name: string) => name in sdk || series.some((line: string) => new RegExp(`^${name}[ {]`).test(line));
    for (const [where, expr] of expressions) {
      const found = parseExpression(expr);
      if (found === null) throw new Error(`${where}: not PromQL: ${expr}`);
      expect([where, found.names.length]).not.toEqual([where, 0]);
      expect([where, found.names.filter((name) => !has(name))]).toEqual([where, []]);
      const labels = new Set([
        ...series.flatMap((line: string) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)),
        ...found.names.flatMap((name) => sdk[name] ?? []),
      ]);
      expect([where, found.labels.filter((label) => !labels.has(label))]).toEqual([where, []]);
    }
  });

  test('are checked by a parser that detects unknown names and invalid PromQL', () => {
    expect(parseExpression('max(notice_desk_nothing) > 0')?.names).toEqual(['notice_desk_nothing']);
    expect(parseExpression('max(notice_desk_notices > 0')).toBeNull();
  });

  test('have a rule with annotations for each alert kind that is not secret', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const kinds = rules.flatMap(({ expr }) => /kind="(\w+)"/.exec(expr)?.[1] ?? []);
    expect(kinds).toEqual(ALERT_KINDS.filter((kind) => ALERT_TABLE[kind].about !== 'secret'));
    for (const { alert, annotations } of rules)
      expect([alert, Object.values(annotations).every((text) => text.length > 10)]).toEqual([alert, true]);
  });

  test('are YAML alert groups, and panels at distinct positions', () => {
    expect(parse(alertsFile('made')).groups).toEqual(alertGroups());
    const { panels } = JSON.parse(dashboardFile());
    const places = panels.map(({ gridPos: { x, y } }: { gridPos: { x: number; y: number } }) => `${x},${y}`);
    expect(new Set(places).size).toBe(PANELS.length);
  });
});

test('/metrics has exactly the metrics of the table', async () => {
  const { body } = await api.get('/metrics', null);
  const lines: string[] = body.split('\n');
  const types = lines.flatMap((line) => /^# TYPE (notice_desk_\w+) (\w+)$/.exec(line)?.slice(1).join(' ') ?? []);
  const names = Object.keys(METRICS) as MetricName[];
  expect(types.sort()).toEqual(names.map((name) => `${toMetricName(name)} ${METRICS[name].type}`).sort());
});
