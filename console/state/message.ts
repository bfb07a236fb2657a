import { createStore } from './store.js';

export interface Message {
  id: number;
  text: string;
  undo?: { label: string; run: () => void };
}

export const MESSAGE_MS = 10_000;

export const messageStore = createStore<Message | null>(null);
let last = 0;

export function say(text: string, undo?: Message['undo']): void {
  last += 1;
  messageStore.set({ id: last, text, ...(undo === undefined ? {} : { undo }) });
}

export async function copyText(text: string, done: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  say(done);
}

export function unsay(id: number): void {
  messageStore.set((before) => (before?.id === id ? null : before));
}
