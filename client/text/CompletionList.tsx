import type { ReactNode } from 'react';
import options from '../app/options.module.css';
import classes from './CompletionList.module.css';

/** Something that what is being typed may become. */
export type Completion = { key: string; content: ReactNode };
type Props = {
  id: string;
  label: string;
  /** How many there are, for a screen reader. */
  found: string;
  completions: readonly Completion[];
  chosen: number;
  onChoose: (index: number) => void;
  onHover: (index: number) => void;
};

/** What the words at the caret may mean. The focus stays in the text. */
export function CompletionList({ id, label, found, completions, chosen, onChoose, onHover }: Props) {
  return (
    <>
      <div id={id} className={classes.list} role="listbox" aria-label={label}>
        {completions.map(({ key, content }, index) => (
          // The keys are those of the text field, which names the chosen option.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={key}
            id={`${id}-${index}`}
            className={options.option}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            ref={index === chosen ? keepInSight : undefined}
            onPointerMove={() => onHover(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(index)}
          >
            {content}
          </div>
        ))}
      </div>
      <span className={classes.count} role="status">
        {found}
      </span>
    </>
  );
}

const keepInSight = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });
