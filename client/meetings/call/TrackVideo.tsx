import { useEffect, useRef, useState } from 'react';
import classes from './TrackVideo.module.css';

type Props = {
  track: MediaStreamTrack;
  mirrored?: boolean;
  /** `cover` fills the place, `contain` shows all of it. Tall pictures of phones are always shown whole. */
  fit?: 'cover' | 'contain';
  label?: string;
};

/** A live picture. It stays invisible until its first frame, so that nothing flashes. */
export function TrackVideo({ track, mirrored = false, fit = 'cover', label }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState<MediaStreamTrack>();
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
      data-shown={shown === track}
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
        setShown(track);
      }}
      onResize={measure}
    />
  );
}
