import { Select } from '@mantine/core';
import { useQueues } from '../use-tickets.ts';

/** One of the queues that one reads, or none: ''. */
export function QueueField(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (queueId: string) => void;
}) {
  const queues = useQueues();
  return (
    <Select
      label={props.label}
      placeholder={props.placeholder}
      data={queues.map(({ id, name }) => ({ value: id, label: name }))}
      value={props.value === '' ? null : props.value}
      clearable
      onChange={(value) => props.onChange(value ?? '')}
    />
  );
}
