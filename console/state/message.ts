import { createStore } from './store.js';

/** What was just done, and the way back. */
export interface Message {
  id: number;
  text: string;
  undo?: { label: string; run: () => void };
}

/** How long a message stays, unless the next act replaces it or the pointer rests on it. */
export const MESSAGE_MS = 10_000;

export const messageStore = createStore<Message | null>(null);
let last = 0;

/** Shows a message in the tray in place of the one before. */
export function say(text: string, undo?: Message['undo']): void {
  last += 1;
  messageStore.set({ id: last, text, ...(undo === undefined ? {} : { undo }) });
}

/** Takes a message away if it is still the one shown. */
export function unsay(id: number): void {
  messageStore.set((before) => (before?.id === id ? null : before));
}
