/** What a receiver looks at: the spatial layer it wants, and the one it gets at the time of asking. */
export type View = {
  layer: number;
  current(): number | undefined;
  /** Considers again whether the wanted layer can be had: one that came late is not noticed by itself (mediasoup 3.27). */
  retry(): void;
};

/** How a producer got into a receiver's lane; kept as long as it is received. */
export type Way = {
  /** Receives no more. */
  release(): void;
  /** Undefined: looks at nothing for now. */
  look(view: View | undefined): void;
};
