interface Waiting<Item, Done> {
  item: Item;
  resolve: (done: Done) => void;
  reject: (error: unknown) => void;
}

/**
 * Does one work for all who ask while it is being done for others: the first goes at once, whoever comes meanwhile goes
 * together in the next round. `work` answers in the order of its items; where it fails, it has failed for all of them.
 */
export function inBatches<Item, Done>(work: (items: Item[]) => Promise<Done[]>): (item: Item) => Promise<Done> {
  let waiting: Waiting<Item, Done>[] = [];
  let under = false;
  const round = async (batch: readonly Waiting<Item, Done>[]) => {
    try {
      const done = await work(batch.map(({ item }) => item));
      for (const [index, answer] of done.entries()) batch[index]?.resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const go = async () => {
    if (under) return;
    under = true;
    for (let batch = waiting; batch.length > 0; batch = waiting) {
      waiting = [];
      await round(batch);
    }
    under = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      void go();
    });
}
