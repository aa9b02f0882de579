package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageSignature;
import io.lautum.data.image.SignatureIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds images that have equal pixels or are similar by {@link ImageSignature#isSimilar}. */
final class SimilarImages {
  private SimilarImages() {}

  /**
   * Joins the groups of images that are nearly the same.
   *
   * @param pixels unsigned bytes, one image each, channels x height x width
   * @param shape shape of all images; null if only equal ones are joined, as vectors are
   */
  static void join(byte[][] pixels, ImageShape shape, ImageGroups groups) {
    Map<ByteBuffer, Integer> first = new HashMap<>();
    List<Integer> distinct = new ArrayList<>();
    for (int i = 0; i < pixels.length; i++) {
      Integer equal = first.putIfAbsent(ByteBuffer.wrap(pixels[i]), i);
      if (equal == null) {
        distinct.add(i);
      } else {
        groups.join(equal, i);
      }
    }
    if (shape == null || !ImageSignature.isDefinedFor(shape)) {
      return;
    }
    ImageSignature[] signatures = new ImageSignature[distinct.size()];
    Arrays.setAll(signatures, i -> ImageSignature.of(pixels[distinct.get(i)], shape));
    SignatureIndex index = new SignatureIndex(signatures);
    for (int i = 0; i < signatures.length; i++) {
      int image = distinct.get(i);
      index.forEachSimilar(signatures[i], other -> groups.join(image, distinct.get(other)));
    }
  }
}
