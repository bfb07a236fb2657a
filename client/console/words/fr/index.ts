import approval from './approval.json' with { type: 'json' };
import door from './door.json' with { type: 'json' };
import enforcement from './enforcement.json' with { type: 'json' };
import frame from './frame.json' with { type: 'json' };
import notice from './notice.json' with { type: 'json' };
import ops from './ops.json' with { type: 'json' };
import queue from './queue.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

export const fr = { approval, door, enforcement, frame, notice, ops, queue, words };
