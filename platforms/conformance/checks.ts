import {
  anOperation,
  holds,
  inForce,
  isDone,
  mustDo,
  NotOffered,
  restoring,
  sendOperations,
  sendOne,
  fetchState,
  type World,
} from './world.js';

/** One rule of the platform port (docs/integrating/interface.md, Platform port), tested on a platform. */
export interface Check<On = World> {
  title: string;
  /**
   * Rejects with `BrokenRule` if the rule does not hold, with `NotOffered` if the platform refuses the operation by name.
   */
  run(on: On): Promise<void>;
}

const CONCURRENCY = 8;
const MANY = 20;

/** In report order. Each check restores the state it found. */
export const CHECKS: readonly Check[] = [
  {
    title: 'targets are resolved in request order, and the same target always to the same id',
    async run({ platform, items: [first, second] }) {
      const found = await platform.resolve([first, second, first]);
      const ids = found.map(({ id }) => id);
      holds(
        found.every(({ exists }) => exists),
        'An existing target was reported as missing.',
      );
      holds(
        ids.join() === [first.id, second.id, first.id].join(),
        `Requested ${first.id}, ${second.id}, ${first.id}; got ${ids.join(', ')}.`,
      );
    },
  },
  {
    title: 'a withholding is in force in the countries it names and nowhere else',
    async run(world) {
      const [item] = world.items;
      const withhold = anOperation(item, { action: 'withhold', countries: [world.countries[0]] });
      await mustDo(world, withhold);
      await inForce(world, item, [world.countries[0]]);
      await mustDo(world, restoring(withhold));
      await inForce(world, item, []);
    },
  },
  {
    title: 'a restoration lifts only the countries it names',
    async run(world) {
      const [item] = world.items;
      const withhold = anOperation(item, { action: 'withhold', countries: [...world.countries] });
      await mustDo(world, withhold);
      await mustDo(world, restoring(withhold, [world.countries[0]]));
      await inForce(world, item, [world.countries[1]]);
      await mustDo(world, restoring(withhold, [world.countries[1]]));
      await inForce(world, item, []);
    },
  },
  {
    title: 'one restoration lifts a withholding made under two keys',
    async run(world) {
      const [item] = world.items;
      const both = [1, 2].map(() => anOperation(item, { action: 'withhold', countries: [world.countries[0]] }));
      for (const one of both) await mustDo(world, one);
      const [, last] = both;
      if (last !== undefined) await mustDo(world, restoring(last));
      await inForce(world, item, []);
    },
  },
  {
    title: 'a removal applies everywhere, and its restoration brings back only the previous state',
    async run(world) {
      const [item] = world.items;
      const withhold = anOperation(item, { action: 'withhold', countries: [world.countries[0]] });
      const isWithheld = isDone(await sendOne(world, withhold));
      const held = isWithheld ? [world.countries[0]] : [];
      const remove = anOperation(item, { action: 'remove' });
      await mustDo(world, remove);
      await inForce(world, item, held, true);
      await mustDo(world, restoring(remove));
      await inForce(world, item, held);
      if (isWithheld) await mustDo(world, restoring(withhold));
    },
  },
  ...(['label', 'preserve'] as const).map((action) => ({
    title: `${action} is applied and reversed, and hides nothing`,
    async run(world: World) {
      const [item] = world.items;
      const operation = anOperation(item, { action });
      await mustDo(world, operation);
      await inForce(world, item, []);
      await mustDo(world, restoring(operation));
    },
  })),
  {
    title: 'a repeated key is answered `already` with the first receipt, and nothing is done twice',
    async run(world) {
      const [item] = world.items;
      const operation = await somethingDone(world);
      const first = await world.platform.findOperations([operation.key]);
      const again = await sendOne(world, operation);
      holds(again.status === 'already', `The same key was answered with ${again.status}.`);
      holds(
        (first.get(operation.key)?.receipt ?? null) === (again.receipt ?? null),
        'The receipt is not the first one.',
      );
      await mustDo(world, restoring(operation));
      const late = await sendOne(world, operation);
      holds(late.status === 'already', `After its restoration the same key was answered with ${late.status}.`);
      await inForce(world, item, []);
    },
  },
  {
    title: `the same key sent ${CONCURRENCY} times in parallel is done once`,
    async run(world) {
      const operation = await somethingDone(world, { times: CONCURRENCY });
      await mustDo(world, restoring(operation));
      await inForce(world, world.items[0], []);
    },
  },
  {
    title: 'a lookup by key finds what was done and nothing else',
    async run(world) {
      const operation = await somethingDone(world);
      const unknown = anOperation(world.items[0], { action: 'remove' }).key;
      const found = await world.platform.findOperations([operation.key, unknown]);
      holds(found.get(operation.key) != null, 'The platform does not know the key of an operation that it has done.');
      holds(found.get(unknown) === null, 'The platform reports an operation for a key that it was never sent.');
      await mustDo(world, restoring(operation));
    },
  },
  {
    title: 'a restoration of something never done is refused',
    async run(world) {
      const [item] = world.items;
      const undoes = anOperation(item, { action: 'remove' }).key;
      const { status } = await sendOne(world, anOperation(item, { action: 'restore', undoes }));
      holds(status === 'refused' || status === 'not_found', `It was answered with ${status}.`);
    },
  },
  {
    title: 'a withholding that names no country is refused',
    async run(world) {
      const [item] = world.items;
      const { status } = await sendOne(world, anOperation(item, { action: 'withhold' }));
      holds(status === 'refused', `It was answered with ${status}.`);
    },
  },
  {
    title: `${MANY} operations of one request are each answered under their own key`,
    async run(world) {
      const operations = Array.from({ length: MANY }, (_, at) =>
        anOperation(world.items[at % world.items.length] ?? world.items[0], { action: 'remove' }),
      );
      const results = await sendOperations(world, operations);
      const refused = [...results.values()].find(({ status }) => status === 'refused');
      if (refused !== undefined) throw new NotOffered(refused.message);
      holds([...results.values()].every(isDone), 'Not all of them were done.');
      await sendOperations(
        world,
        operations.map((operation) => restoring(operation)),
      );
      for (const item of world.items) await inForce(world, item, []);
    },
  },
  {
    title: 'content is shown of what exists and of nothing else (optional)',
    async run({ platform, items: [{ id, type }] }) {
      const unknown = 'conformance-nobody-knows-this';
      const found = await platform.content([
        { type, id },
        { type, id: unknown },
      ]);
      if (found === undefined) throw new NotOffered('reviewers see no content');
      holds(found.get(id)?.exists === true, `The platform left out the content of ${id}.`);
      holds(found.get(unknown)?.exists !== true, 'Content was shown of an item that does not exist.');
    },
  },
  {
    title: 'a target without operations has an empty state',
    async run(world) {
      const state = await fetchState(world, { id: 'conformance-nobody-knows-this' });
      holds(state.countries.length === 0 && !state.everywhere, 'Something is in force on an item that does not exist.');
    },
  },
];

async function somethingDone(world: World, { times = 1 } = {}) {
  const [item] = world.items;
  const operations = [
    anOperation(item, { action: 'remove' }),
    anOperation(item, { action: 'withhold', countries: [world.countries[0]] }),
  ];
  let message: string | null | undefined = null;
  for (const operation of operations) {
    const results = await Promise.all(Array.from({ length: times }, () => sendOne(world, operation)));
    if (results.every(isDone)) return operation;
    message = results.find((result) => !isDone(result))?.message;
  }
  throw new NotOffered(message);
}
