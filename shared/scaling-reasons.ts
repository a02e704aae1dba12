/** Why the autoscaler did something, or did nothing: the interface has a sentence for each. */
export const scalingReasons = [
  'belowFloor',
  'turnedAway',
  'busy',
  'idle',
  /** Nobody is on the node any more. */
  'drained',
  'atCeiling',
  'atCap',
  /** Neither a webhook nor a command is set for the region. */
  'noHook',
  'hookFailed',
  /** A node that was ordered has not joined in time. */
  'bootTimeout',
] as const;
export type ScalingReason = (typeof scalingReasons)[number];
