import { useEffect, useRef, useState } from 'react';
import classes from './TrackVideo.module.css';

type Props = {
  track: MediaStreamTrack;
  mirrored?: boolean;
  /** `cover` fills the place, `contain` shows all of it. Tall pictures of phones are always shown whole. */
  fit?: 'cover' | 'contain';
  label?: string;
};

/**
 * A live picture. It stays invisible until its first frame, so that nothing flashes; until then the picture before it, of
 * another camera or of the node that the person is leaving, stays in its place.
 */
export function TrackVideo({ track, ...looks }: Props) {
  const [shown, setShown] = useState<MediaStreamTrack>();
  const pictures = shown && shown !== track ? [shown, track] : [track];
  return pictures.map((one) => (
    <Picture key={one.id} track={one} shown={one === shown} onFrame={() => setShown(one)} {...looks} />
  ));
}

type PictureProps = Props & { shown: boolean; onFrame: () => void };

function Picture({ track, shown, onFrame, mirrored = false, fit = 'cover', label }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [tall, setTall] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    // Muted pictures may always play; a rejection means that the track was replaced meanwhile.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  const measure = () => {
    const element = video.current;
    if (element) setTall(element.videoHeight > element.videoWidth);
  };
  return (
    <video
      ref={video}
      className={classes.video}
      data-shown={shown}
      data-mirrored={mirrored}
      data-fit={tall ? 'contain' : fit}
      aria-label={label}
      aria-hidden={label === undefined}
      muted
      playsInline
      autoPlay
      disablePictureInPicture
      onLoadedData={() => {
        measure();
        onFrame();
      }}
      onResize={measure}
    />
  );
}
