import door from './door.json' with { type: 'json' };
import frame from './frame.json' with { type: 'json' };
import notice from './notice.json' with { type: 'json' };
import queue from './queue.json' with { type: 'json' };
import records from './records.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

export const en = { door, frame, words, queue, notice, records };
