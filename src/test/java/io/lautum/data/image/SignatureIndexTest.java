package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureIndexTest {
  private final Random random = new Random(1);

  /** Signatures with the same levels differ only in their hashes. */
  private final byte[] levels = new byte[256];

  SignatureIndexTest() {
    random.nextBytes(levels);
  }

  @Test
  void findsWhatComparingAllFinds() {
    ImageSignature[] images = new ImageSignature[600];
    for (int i = 0; i < images.length; i++) {
      // Clusters of hashes around a few, with 0 to 11 other bits.
      images[i] = signature(changed(0x5a17c3d2e4b68f09L * (i % 7), i % 12));
    }
    SignatureIndex index = new SignatureIndex(images);
    int similar = 0;
    for (ImageSignature image : images) {
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        if (image.isSimilar(images[i])) {
          expected.add(i);
        }
      }
      assertThat(found(index, image)).containsExactlyInAnyOrderElementsOf(expected);
      similar += expected.size();
    }
    assertThat(similar).as("pairs at all distances").isBetween(10_000, 60_000);
  }

  @Test
  void hashesThatDifferInEightBitsAreFoundWhereverTheBitsAre() {
    SignatureIndex index = new SignatureIndex(new ImageSignature[] {signature(0)});
    for (int i = 0; i < 20_000; i++) {
      assertThat(found(index, signature(changed(0, 8)))).containsExactly(0);
      assertThat(found(index, signature(changed(0, 9)))).isEmpty();
    }
  }

  @Test
  void imagesWithoutContrastAndMissingOnesAreNotFound() {
    ImageSignature grey = ImageSignature.of(new byte[400], new ImageShape(1, 20, 20));
    SignatureIndex index = new SignatureIndex(new ImageSignature[] {grey, null, signature(0)});
    assertThat(found(index, grey)).isEmpty();
    assertThat(found(index, signature(0))).containsExactly(2);
    assertThat(found(new SignatureIndex(new ImageSignature[0]), signature(0))).isEmpty();
  }

  private static List<Integer> found(SignatureIndex index, ImageSignature image) {
    List<Integer> found = new ArrayList<>();
    index.forEachSimilar(image, found::add);
    return found;
  }

  private ImageSignature signature(long bits) {
    int sum = 0;
    long squares = 0;
    for (byte level : levels) {
      sum += level & 0xff;
      squares += (level & 0xff) * (level & 0xff);
    }
    return new ImageSignature(bits, levels, sum, levels.length * squares - (long) sum * sum);
  }

  /** Returns bits of which a number are changed. */
  private long changed(long bits, int count) {
    long changed = bits;
    while (Long.bitCount(changed ^ bits) < count) {
      changed ^= 1L << random.nextInt(Long.SIZE) & ~(changed ^ bits);
    }
    return changed;
  }
}
