import { serveTasks } from '../../sandbox/serve-tasks.js';

serveTasks({ title: 'notice-desk-press', thread: new URL('./press-thread.js', import.meta.url) });
