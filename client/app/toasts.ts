import { create } from 'zustand';

export type Toast = {
  id: number;
  kind: 'done' | 'failed';
  title: string;
  text?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
};

const most = 3;
const shownMs = { done: 4_000, failed: 9_000 };

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-most) }));
  setTimeout(() => dismissToast(id), shownMs[toast.kind] * (toast.action ? 2 : 1));
}
