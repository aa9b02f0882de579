package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.DataException;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedImagesTest {
  @TempDir private Path folder;
  private OnnxEncoder encoder;

  @BeforeEach
  void open() throws Exception {
    Path file = folder.resolve("encoder.onnx");
    Files.write(file, OnnxFixture.usual(1).toByteArray());
    EncoderSettings settings =
        new EncoderSettings(
            "",
            0,
            255,
            List.of(),
            List.of(),
            null,
            2,
            EncoderSettings.DEFAULTS.fit(),
            EncoderSettings.DEFAULTS.background());
    encoder = OnnxEncoder.open(new Configuration(false), file.toString(), settings, 1);
  }

  @AfterEach
  void close() {
    encoder.close();
  }

  /** Returns image {@code id} of one pixel, whose levels are its id. */
  private static Example example(int id, String name) {
    byte level = (byte) id;
    return new Example(id, id % 2, new byte[] {level, level, level}, name);
  }

  private record Listed(Iterator<Example> examples) implements Examples {
    @Override
    public boolean hasNext() {
      return examples.hasNext();
    }

    @Override
    public Example next() {
      return examples.next();
    }

    @Override
    public void close() {
      // A list holds nothing open.
    }
  }

  private static List<EncodedImage> all(EncodedImages images, Example... examples) {
    images.setExamples(new Listed(List.of(examples).iterator()));
    List<EncodedImage> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    return all;
  }

  @Test
  void encodesInBatchesAndWithoutKnownImages() {
    KnownImages known = KnownImages.of(List.of(DigestUtils.sha256(new byte[] {1, 1, 1})));
    EncodedImages images = new EncodedImages(encoder.batch(), Split.TEST, known);
    List<EncodedImage> all =
        all(
            images,
            example(0, "a/0.png"),
            example(1, "b/1.png"),
            example(2, null),
            example(3, "b/3.png"));
    assertThat(all).hasSize(4);
    for (EncodedImage image : all) {
      int id = (int) image.id();
      assertThat(image.label()).isEqualTo(id % 2);
      assertThat(image.fault()).isNull();
      assertThat(image.sha256())
          .isEqualTo(DigestUtils.sha256(new byte[] {(byte) id, (byte) id, (byte) id}));
      assertThat(image.features()).isEqualTo(id == 1 ? null : OnnxFixture.embedding(id, id, id));
    }
    assertThat(all.stream().map(EncodedImage::path))
        .containsExactlyInAnyOrder("a/0.png", "b/1.png", "test/2", "b/3.png");
  }

  @Test
  void badFilesAreAmongTheImages() {
    EncodedImages images = new EncodedImages(encoder.batch(), Split.TRAIN, KnownImages.NONE);
    images.bad(9, "z.png", new DataException("z.png: damaged"));
    List<EncodedImage> all = all(images, example(0, "x.png"), example(1, "y.png"));
    assertThat(all).hasSize(3);
    assertThat(all.get(0).path()).isEqualTo("z.png");
    assertThat(all.get(0).fault()).isEqualTo("damaged");
    assertThat(all.get(0).features()).isNull();
    assertThat(all.subList(1, 3)).allMatch(image -> image.features() != null);
  }
}
