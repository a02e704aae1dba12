/** How a producer got into a receiver's lane; kept as long as it is received. */
export type Way = {
  /** Receives no more. */
  release(): void;
  /** Looks at this spatial layer; undefined: at nothing for now. */
  look(layer: number | undefined): void;
};
