import { Button } from '@mantine/core';
import { IconDoorExit, IconPlugConnectedX, IconUserOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMaybeMe } from '../../app/hub.ts';
import { EmptyState } from '../../app/Page.tsx';
import type { Call } from '../core/call.core.ts';
import type { EndReason } from '../core/call-state.ts';
import { Door } from '../join/Door.tsx';
import { forgetCall } from '../active-call.ts';

const icons: Readonly<Record<EndReason, ReactNode>> = {
  left: <IconDoorExit size={24} />,
  removed: <IconUserOff size={24} />,
  denied: <IconUserOff size={24} />,
  taken: <IconDoorExit size={24} />,
  lost: <IconPlugConnectedX size={24} />,
  refused: <IconPlugConnectedX size={24} />,
};

/** After the call: what happened, and the way back. */
export function LeftPage({ call, reason }: { call: Call; reason: EndReason }) {
  const { t } = useTranslation('meetings');
  const me = useMaybeMe();
  return (
    <Door title={call.meeting.title} heading={call.meeting.title}>
      <EmptyState
        icon={icons[reason]}
        title={t(`left.${reason}.title`, { title: call.meeting.title })}
        action={
          <>
            <Button onClick={() => forgetCall(call)} data-autofocus>
              {t(reason === 'taken' ? 'left.useHere' : 'left.rejoin')}
            </Button>
            {me !== null && me.kind !== 'guest' && (
              <Button variant="default" renderRoot={(props) => <Link to="/meetings" {...props} />}>
                {t('join.toMeetings')}
              </Button>
            )}
          </>
        }
      >
        {t(`left.${reason}.text`)}
      </EmptyState>
    </Door>
  );
}
