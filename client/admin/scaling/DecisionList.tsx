import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { getAutoscaling } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { useFormats } from '../../app/time.ts';
import { NodeChip } from '../kit/NodeChip.tsx';
import classes from './AutoscalePage.module.css';

type ScalingDecision = OutputOf<typeof getAutoscaling>['decisions'][number];

/** What was decided and why, newest first, in sentences. */
export function DecisionList({ decisions }: { decisions: readonly ScalingDecision[] }) {
  const { t } = useTranslation('admin');
  if (decisions.length === 0) return <p className={classes.soft}>{t('scaling.noDecisions')}</p>;
  return (
    <ul className={classes.decisions}>
      {decisions.map((decision) => (
        <Decision key={`${decision.at} ${decision.region} ${decision.action}`} decision={decision} />
      ))}
    </ul>
  );
}

function Decision({ decision }: { decision: ScalingDecision }) {
  const { t } = useTranslation('admin');
  const { moment } = useFormats();
  const { at, action, reason, outcome, node } = decision;
  const region = t(`regions.${decision.region}`);
  const because = i18next.exists(`admin:scaling.reasons.${reason}`)
    ? t(`scaling.reasons.${reason}`)
    : t('scaling.anyReason', { reason });
  return (
    <li>
      <span className={classes.when}>{moment(at)}</span>
      <span>
        {t(`scaling.actions.${action}`, { region })} <span className={classes.soft}>{because}</span>{' '}
        {node !== null && <NodeChip id={node} />}
      </span>
      {outcome !== 'none' && (
        <span data-outcome={outcome} className={outcome === 'done' ? classes.soft : undefined}>
          {t(`scaling.outcomes.${outcome}`)}
        </span>
      )}
    </li>
  );
}
