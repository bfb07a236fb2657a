import type { ApiHarness } from './api-harness.js';

export async function readAlerts(api: ApiHarness, kind: string) {
  const response = await api.get(`/v1/ops/alerts?kind=${kind}`, 'ops');
  return response.json().items as { notice: string | null; summary: string; repairs: string[]; detail: unknown }[];
}
