package io.lautum.network.step;

/** The mean and variance that batch normalisation uses for a group of images. */
public enum Statistics {
  /** Statistics of all rows of the groups that share them. */
  SHARED,
  /** Statistics of the group's own rows. */
  OWN,
  /** The running averages, as in inference. */
  RUNNING
}
