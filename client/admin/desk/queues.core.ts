import type { InputOf } from '#shared/contract/define.ts';
import { listQueueSetups, type QueueSetup, type saveQueue } from '#shared/contract/desk.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import {
  type AttachmentLimits,
  attachmentKinds,
  listQueues,
  maxAttachmentBytes,
  maxAttachmentsPerTicket,
  type QueueRules,
} from '#shared/contract/tickets.ts';
import { commandQuery, queryClient } from '../../app/query.ts';
import { newUuid } from '../../app/uuid.ts';
import { isIn, isWholeIn, readNumber } from '../kit/numbers.ts';

/** How many tickets wait changes, and nobody tells the console. */
export const queuesQuery = { ...commandQuery(listQueueSetups, {}), staleTime: 0 };
export const refreshQueues = () =>
  Promise.all(
    [listQueueSetups, listQueues].map(({ name }) => queryClient.invalidateQueries({ queryKey: [name] })),
  );

const megabyte = 1024 * 1024;
export const most = {
  hours: 8_760,
  files: maxAttachmentsPerTicket,
  megabytes: maxAttachmentBytes / megabyte,
};
const leastMegabytes = 0.1;

/** A queue as it is typed. An empty field of hours means never. */
export type Draft = {
  id: QueueId;
  name: string;
  restricted: boolean;
  memberIds: PersonId[];
  overdueHours: string;
  remindAfterHours: string;
  closeAfterHours: string;
  keepAttachments: boolean;
  kinds: AttachmentLimits['kinds'];
  count: string;
  megabytes: string;
};

export const newDraft = (): Draft => ({
  id: newUuid() as QueueId,
  name: '',
  restricted: false,
  memberIds: [],
  overdueHours: '72',
  remindAfterHours: '',
  closeAfterHours: '',
  keepAttachments: true,
  kinds: [...attachmentKinds],
  count: String(most.files),
  megabytes: String(most.megabytes),
});

export const toDraft = ({ id, name, restricted, members, overdueHours, rules }: QueueSetup): Draft => ({
  id,
  name,
  restricted,
  memberIds: members.map((member) => member.id),
  overdueHours: String(overdueHours),
  remindAfterHours: String(rules.remindAfterHours ?? ''),
  closeAfterHours: String(rules.closeAfterHours ?? ''),
  keepAttachments: rules.keepAttachments,
  kinds: rules.attachments.kinds,
  count: String(rules.attachments.count),
  megabytes: String(Math.round((rules.attachments.bytes / megabyte) * 10) / 10),
});

type Typed = 'name' | 'overdueHours' | 'remindAfterHours' | 'closeAfterHours' | 'count' | 'megabytes';
const isHours = (typed: string) => isWholeIn(typed, 1, most.hours);
const isHoursOrNever = (typed: string) => typed.trim() === '' || isHours(typed);
/** Whether what is typed in a field is right. */
export const isRight: Record<Typed, (typed: string) => boolean> = {
  name: (typed) => typed.trim() !== '',
  overdueHours: isHours,
  remindAfterHours: isHoursOrNever,
  closeAfterHours: isHoursOrNever,
  count: (typed) => isWholeIn(typed, 0, most.files),
  megabytes: (typed) => isIn(typed, leastMegabytes, most.megabytes),
};

export const setupOf = ({ id, name, restricted, memberIds }: Draft): InputOf<typeof saveQueue> => ({
  id,
  name: name.trim(),
  restricted,
  memberIds,
});

/** Of a draft that is right. */
export const rulesOf = (draft: Draft): QueueRules => ({
  remindAfterHours: readNumber(draft.remindAfterHours) ?? null,
  closeAfterHours: readNumber(draft.closeAfterHours) ?? null,
  keepAttachments: draft.keepAttachments,
  attachments: {
    kinds: draft.kinds,
    count: readNumber(draft.count) ?? most.files,
    bytes: Math.round((readNumber(draft.megabytes) ?? most.megabytes) * megabyte),
  },
});
