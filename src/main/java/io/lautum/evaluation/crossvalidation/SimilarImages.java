package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.ImageShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds images that show nearly the same: equal pixels, or difference hashes that differ in at most
 * {@value #DISTANCE} of 64 bits together with grey levels of a correlation of at least {@value
 * #CORRELATION}. A compressed or slightly scaled copy is found; a cropped, turned or mirrored one
 * is not. The hash alone would join many plain images, such as digits of one class.
 */
final class SimilarImages {
  /**
   * Copies of photographs and digits, saved as JPEG and scaled by up to a tenth, differ in fewer.
   */
  static final int DISTANCE = 8;

  /** Different images of one class are below it, copies above it. */
  static final double CORRELATION = 0.99;

  private SimilarImages() {}

  /**
   * Joins the groups of images that are nearly the same. Takes n²/2 comparisons of hashes.
   *
   * @param pixels unsigned bytes, one image each, channels x height x width
   * @param shape shape of all images
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
    if (shape.channels() != 1 && shape.channels() != 3) {
      return;
    }
    ImageSignature[] signatures = new ImageSignature[distinct.size()];
    Arrays.setAll(signatures, i -> ImageSignature.of(pixels[distinct.get(i)], shape));
    for (int i = 0; i < signatures.length; i++) {
      for (int j = i + 1; j < signatures.length; j++) {
        if (signatures[i].distance(signatures[j]) <= DISTANCE
            && signatures[i].correlation(signatures[j]) >= CORRELATION) {
          groups.join(distinct.get(i), distinct.get(j));
        }
      }
    }
  }
}
