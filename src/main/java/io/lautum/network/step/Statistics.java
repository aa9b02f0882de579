package io.lautum.network.step;

/** The mean and variance by which batch normalisation normalises a group of images. */
public enum Statistics {
  /** Those of all rows of the groups that share them. */
  SHARED,
  /** Those of the group's own rows. */
  OWN,
  /** The running averages, as in inference. */
  RUNNING
}
