package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class SharedImagesTest {
  private static final ImageShape SHAPE = new ImageShape(1, 20, 20);

  /** The images of {@link Blocks} have one pixel, which is the id modulo 256. */
  @Test
  void imagesWithTheSamePixelsAreCounted() {
    assertThat(equal(Blocks.of(new int[20]), Blocks.of(new int[13]))).isEqualTo(13);
    assertThat(equal(Blocks.of(new int[13]), Blocks.of(new int[20]))).isEqualTo(13);
    assertThat(equal(Blocks.of(new int[300]), Blocks.of(new int[3])))
        .as("0, 1 and 2, and 256 to 258 once more")
        .isEqualTo(6);
  }

  @Test
  void emptySubsetsShareNothing() {
    assertThat(equal(Blocks.of(), Blocks.of(0, 0))).isZero();
    assertThat(equal(Blocks.of(0, 0), Blocks.of())).isZero();
    SharedImages none = SharedImages.of(Blocks.of(), Blocks.of(0, 0), new ImageShape(1, 1, 1));
    assertThat(none).isEqualTo(new SharedImages(0, 0, ""));
  }

  /** Image 2 of the first subset is in the second, 5 and 6 are there one level brighter. */
  @Test
  void similarImagesAreCountedNextToEqualOnes() {
    List<byte[]> labelled = images(9, 1);
    List<byte[]> others = images(40, 2);
    others.set(31, labelled.get(2));
    others.set(30, brighter(labelled.get(2)));
    others.set(17, brighter(labelled.get(5)));
    others.set(3, brighter(labelled.get(5)));
    others.set(20, brighter(labelled.get(6)));

    for (int parts : new int[] {1, 4}) {
      assertThat(
              SharedImages.of(blocks("a", labelled, parts), blocks("b", others, parts + 1), SHAPE))
          .isEqualTo(new SharedImages(1, 2, "a05.png and b03.png"));
    }
    assertThat(SharedImages.of(blocks("a", labelled, 2), blocks("b", others, 2), null))
        .isEqualTo(new SharedImages(1, 0, ""));
  }

  @Test
  void similarImagesMayHaveNoNames() {
    List<byte[]> labelled = images(3, 1);
    List<byte[]> others = List.of(brighter(labelled.get(1)));
    assertThat(SharedImages.of(blocks(null, labelled, 2), blocks(null, others, 1), SHAPE))
        .isEqualTo(new SharedImages(0, 1, ""));
  }

  private static long equal(JavaRDD<ExampleBlock> subset, JavaRDD<ExampleBlock> other) {
    return SharedImages.of(subset, other, null).equal();
  }

  private static List<byte[]> images(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.size()];
      random.nextBytes(pixels);
      images.add(pixels);
    }
    return images;
  }

  private static byte[] brighter(byte[] pixels) {
    byte[] brighter = pixels.clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] = (byte) Math.min(255, (pixels[i] & 0xff) + 1);
    }
    return brighter;
  }

  private static JavaRDD<ExampleBlock> blocks(String prefix, List<byte[]> images, int parts) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      ExampleBlock.Builder block = new ExampleBlock.Builder(1);
      String name = prefix == null ? null : "%s%02d.png".formatted(prefix, i);
      block.add(new Example(i, 0, images.get(i), name));
      blocks.add(block.build());
    }
    return LocalSpark.context().parallelize(blocks, parts);
  }
}
