import type { ApiHarness } from './api-harness.js';

export async function inApproval(api: ApiHarness, received?: string): Promise<string> {
  const id = received ?? (await api.receive()).id;
  const draft = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
  for (const [command, body] of Object.entries({ triage: {}, decide: draft, submit: {} })) {
    const answer = await api.post(`/v1/notices/${id}/${command}`, 'reviewer', body);
    if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  }
  return id;
}
