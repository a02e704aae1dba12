import { useState } from 'react';
import { copyMeetingLink } from './meeting-link.ts';

const shownMs = 2_000;

/** Copies the link and says so for a moment. */
export function useCopyLink(code: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyMeetingLink(code);
    setCopied(done);
    if (done) setTimeout(() => setCopied(false), shownMs);
  };
  return { copied, copy: () => void copy() };
}
