package io.lautum.data.prepare;

/**
 * The target after it is decoded.
 *
 * @param labelled labelled images, or the whole target if its sets are not in separate places
 * @param unlabelled images without labels; null for none
 * @param test labelled test images; null if {@code labelled} may have them
 */
record DecodedTarget(DecodedDataset labelled, DecodedDataset unlabelled, DecodedDataset test) {
  static DecodedTarget of(RawTarget raw, PreparedSets sets) {
    return new DecodedTarget(
        sets.decode(raw.labelled()),
        raw.unlabelled() == null ? null : sets.decode(raw.unlabelled()),
        raw.test() == null ? null : sets.decode(raw.test()));
  }
}
