package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphReaderTest {
  private static final Configuration HADOOP = new Configuration(false);

  @ParameterizedTest
  @CsvSource({"digits, 0123456789", "letters, ABCDEFGHIJ"})
  void infoNamesShapeAndClasses(String kind, String classes) {
    DatasetInfo info = new GlyphReader(kind, 5, 5, 1).info(HADOOP);
    assertThat(info.shape()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(info.classes()).containsExactly(classes.split(""));
  }

  @Test
  void unknownKindIsRejected() {
    assertThatThrownBy(() -> new GlyphReader("runes", 1, 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("source.glyphs")
        .hasMessageContaining("target.glyphs")
        .hasMessageContaining("[runes]")
        .hasMessageContaining("[digits] and [letters]");
    assertThatThrownBy(() -> new GlyphReader(null, 1, 1, 1)).isInstanceOf(UserException.class);
  }

  @Test
  void negativeCountsAndInvalidSlicesAreRejected() {
    assertThatThrownBy(() -> new GlyphReader("digits", -1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    GlyphReader reader = new GlyphReader("digits", 1, 1, 1);
    assertThatThrownBy(() -> reader.read(HADOOP, Split.TRAIN, 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void readersWithTheSameSeedDrawTheSameImages(String kind) throws Exception {
    List<Example> once = all(new GlyphReader(kind, 40, 0, 9), Split.TRAIN, 1);
    List<Example> longer =
        all(SerializationUtils.roundtrip(new GlyphReader(kind, 60, 0, 9)), Split.TRAIN, 1);
    assertEqual(longer.subList(0, 40), once);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void slicesUniteToTheSameSubset(String kind) throws Exception {
    GlyphReader reader = new GlyphReader(kind, 101, 53, 4);
    for (Split subset : Split.values()) {
      List<Example> whole = all(reader, subset, 1);
      assertThat(whole).hasSize(subset == Split.TRAIN ? 101 : 53);
      assertThat(whole).extracting(Example::id).isSorted().doesNotHaveDuplicates();
      assertEqual(all(reader, subset, 3), whole);
      assertEqual(all(reader, subset, 150), whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void everyTenConsecutiveImagesHoldEachClassOnce(String kind) throws Exception {
    List<Example> examples = all(new GlyphReader(kind, 200, 0, 2), Split.TRAIN, 1);
    Set<List<Integer>> orders = new HashSet<>();
    for (int i = 0; i < 200; i += 10) {
      List<Integer> labels = examples.subList(i, i + 10).stream().map(Example::label).toList();
      assertThat(labels).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      orders.add(labels);
    }
    assertThat(orders).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "letters"})
  void imagesAreUniqueAcrossSubsetsAndSeeds(String kind) throws Exception {
    Set<ByteBuffer> images = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      GlyphReader reader = new GlyphReader(kind, 300, 300, seed);
      for (Split subset : Split.values()) {
        all(reader, subset, 1).forEach(example -> images.add(ByteBuffer.wrap(example.pixels())));
      }
    }
    assertThat(images).hasSize(3 * 600);
  }

  @ParameterizedTest
  @CsvSource({"digits, 0.04, 0.25", "letters, 0.06, 0.45"})
  void everyClassIsDrawnWithAReasonableAmountOfInk(String kind, double least, double most)
      throws Exception {
    double[] ink = new double[10];
    for (Example example : all(new GlyphReader(kind, 2000, 0, 6), Split.TRAIN, 1)) {
      assertThat(example.pixels()).hasSize(28 * 28);
      int bright = 0;
      int darkest = 255;
      int brightest = 0;
      for (byte pixel : example.pixels()) {
        int value = pixel & 0xFF;
        bright += value >= 96 ? 1 : 0;
        darkest = Math.min(darkest, value);
        brightest = Math.max(brightest, value);
      }
      assertThat(brightest - darkest).as("contrast of image %d", example.id()).isGreaterThan(50);
      ink[example.label()] += bright / 784.0 / 200;
    }
    for (double fraction : ink) {
      assertThat(fraction).isBetween(least, most);
    }
  }

  @Test
  void digitsAreCentred() throws Exception {
    for (Example example : all(new GlyphReader("digits", 1000, 0, 6), Split.TRAIN, 1)) {
      double sum = 0;
      double row = 0;
      double column = 0;
      for (int i = 0; i < 784; i++) {
        int value = example.pixels()[i] & 0xFF;
        sum += value;
        row += value * (i / 28);
        column += value * (i % 28);
      }
      assertThat(row / sum).isCloseTo(13.5, within(6.0));
      assertThat(column / sum).isCloseTo(13.5, within(6.0));
    }
  }

  /** Glyphs are legible, and letters are not trivial, judged by the nearest of 1,000 images. */
  @ParameterizedTest
  @CsvSource({"digits, 0.85, 1.0", "letters, 0.5, 0.97"})
  void nearestNeighbourIsFarAboveChance(String kind, double least, double most) throws Exception {
    GlyphReader reader = new GlyphReader(kind, 1000, 300, 3);
    List<Example> train = all(reader, Split.TRAIN, 1);
    List<Example> test = all(reader, Split.TEST, 1);
    long correct =
        test.stream().filter(example -> nearest(example, train).label() == example.label()).count();
    assertThat(correct / 300.0).isBetween(least, most);
  }

  @Test
  void iteratorEnds() throws Exception {
    try (Examples examples = new GlyphReader("digits", 0, 1, 1).read(HADOOP, Split.TRAIN, 0, 1)) {
      assertThat(examples.hasNext()).isFalse();
      assertThatThrownBy(examples::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  private static Example nearest(Example example, List<Example> candidates) {
    return candidates.stream()
        .min(Comparator.comparingLong(other -> squaredDistance(example.pixels(), other.pixels())))
        .orElseThrow();
  }

  private static long squaredDistance(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      int difference = (a[i] & 0xFF) - (b[i] & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }

  private static List<Example> all(GlyphReader reader, Split subset, int slices) throws Exception {
    List<Example> examples = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      try (Examples part = reader.read(HADOOP, subset, slice, slices)) {
        part.forEachRemaining(examples::add);
      }
    }
    return examples;
  }

  private static void assertEqual(List<Example> actual, List<Example> expected) {
    assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
  }
}
