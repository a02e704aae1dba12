import type { Tile } from '../core/tiles.ts';
import classes from './StageView.module.css';
import { TileView } from './TileView.tsx';
import { useSize } from './use-size.ts';

type Props = {
  stage: Tile;
  strip: readonly Tile[];
  pinned: string | undefined;
  pin: (key: string | undefined) => void;
};

/** One picture large, the others small beside it (or below it in a tall window). */
export function StageView({ stage, strip, pinned, pin }: Props) {
  const [ref, area] = useSize<HTMLDivElement>();
  const wide = area.width >= area.height * 1.15;
  return (
    <div ref={ref} className={classes.area} data-wide={wide}>
      <div className={classes.stage}>
        <TileView
          key={stage.key}
          tile={stage}
          place="stage"
          pinned={pinned === stage.key}
          onPin={() => pin(pinned === stage.key ? undefined : stage.key)}
        />
      </div>
      {strip.length > 0 && (
        <ul className={classes.strip}>
          {strip.map((tile) => (
            <li key={tile.key} className={classes.cell}>
              <TileView tile={tile} place="strip" onPin={() => pin(tile.key)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
