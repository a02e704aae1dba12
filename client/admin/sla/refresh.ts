import { getSla } from '#shared/contract/sla.ts';
import { queryClient } from '../../app/query.ts';

export const refreshSla = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [getSla.name] });
