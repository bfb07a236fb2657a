import frame from './frame.json' with { type: 'json' };
import letters from './letters.json' with { type: 'json' };
import notice from './notice.json' with { type: 'json' };
import queue from './queue.json' with { type: 'json' };
import sender from './sender.json' with { type: 'json' };
import timeline from './timeline.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

export const en = {
  frame,
  letters,
  notice,
  queue,
  sender,
  timeline,
  words,
};
