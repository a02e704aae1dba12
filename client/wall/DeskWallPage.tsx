import { Navigate } from '@tanstack/react-router';
import { wallPages } from '#shared/contract/wall.ts';
import { useMaybeMe } from '../app/hub.ts';
import { deskFigures } from './use-wall.ts';
import { WallScreen } from './WallScreen.tsx';

const secondsPerPage = 120;

/** The whole wall for an employee, in their own name. */
export function DeskWallPage() {
  const me = useMaybeMe();
  if (me === null) return <Navigate to="/sign-in" search={{ to: '/wall' }} />;
  return (
    <WallScreen
      figures={deskFigures}
      settings={{ pages: [...wallPages], secondsPerPage, timeZone: me.timeZone }}
    />
  );
}
