import { afterEach, describe, expect, test } from '@jest/globals';
import { holdFreePort, holdPort, type HeldPort } from '../../../desk/port.js';

const held: HeldPort[] = [];
const hold = async (preferred: number[] = []): Promise<HeldPort> => {
  const port = await holdFreePort({ preferred });
  held.push(port);
  return port;
};
afterEach(async () => {
  for (const port of held.splice(0)) await port.release();
});

describe('holdPort: a port for a child yet to start', () => {
  test('keeps the port until it is released', async () => {
    const { number, release } = await hold();
    expect(await holdPort(number)).toBe('EADDRINUSE');
    await release();
    await release();
    const again = await holdPort(number);
    if (typeof again === 'string') throw new Error(again);
    held.push(again);
    expect(again.number).toBe(number);
  });

  test('chooses another port when the preferred one is taken', async () => {
    const first = await hold();
    const second = await hold([first.number]);
    expect(second.number).not.toBe(first.number);
    await first.release();
    expect((await hold([first.number])).number).toBe(first.number);
  });

  test('draws no port that a desk has released to a child which does not listen yet', async () => {
    const first = await hold();
    await first.release();
    const ports = [first.number, first.number + 1, first.number + 2, first.number + 3];
    const second = await holdFreePort({ draw: () => ports.shift() ?? 0 });
    held.push(second);
    expect(second.number).not.toBe(first.number);
  });

  test('releases the port after a client tried to connect', async () => {
    const { number, release } = await hold();
    await expect(fetch(`http://127.0.0.1:${number}/`)).rejects.toThrow();
    await release();
  });
});
