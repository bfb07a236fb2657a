import { READERS } from '../../sandbox/lists/fenced-programs.js';
import { serveTasks } from '../../sandbox/serve-tasks.js';

serveTasks({
  title: 'notice-desk-reader',
  thread: READERS.mail,
  toMessage(given) {
    const { task, raw } = given as { task: unknown; raw: string };
    const bytes = new Uint8Array(Buffer.from(raw, 'base64'));
    return { message: { task, bytes }, transfer: [bytes.buffer] };
  },
});
