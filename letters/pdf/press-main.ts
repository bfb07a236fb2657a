import { serveTasks } from '../../sandbox/serve-tasks.js';

/** Prints letters and pages beside the process that sends them (letters/pdf/press.ts). */
serveTasks({ title: 'notice-desk-press', thread: new URL('./press-thread.js', import.meta.url) });
