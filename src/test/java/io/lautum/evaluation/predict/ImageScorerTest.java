package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.PngFixture;
import io.lautum.RandomShards;
import io.lautum.data.encoder.EncoderSettings;
import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.encoder.OnnxEncoder;
import io.lautum.data.encoder.OnnxFixture;
import io.lautum.data.image.Background;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.ValueType;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageScorerTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final int SIDE = 1280;
  private static final int IMAGES = 40;

  @TempDir private Path folder;

  /** A batch has 28 of these images, whose files are small: 2^27 / (3 * 1280^2) = 27.3. */
  @Test
  void decodedImagesOfABatchHaveLimitedMemory() throws Exception {
    Path file = folder.resolve("e.onnx");
    Files.write(file, OnnxFixture.usual(SIDE).toByteArray());
    EncoderSettings settings =
        new EncoderSettings(
            "", 0, 1, List.of(), List.of(), null, 4, ImageFit.Mode.STRETCH, Background.WHITE);
    TransferNetwork network = new TransferNetwork("linear", FloatVector.shape(2), 2, 0);
    Normalization normalization =
        new Normalization(new float[] {0, 0}, new float[] {1, 1}, ValueType.FLOAT);
    ModelMetadata metadata;
    try (OnnxEncoder opened = OnnxEncoder.open(HADOOP, file.toUri().toString(), settings, 1)) {
      metadata =
          new ModelMetadata(
              network, List.of("a", "b"), normalization, "scratch", null, opened.description());
    }
    TrainedModel model = new TrainedModel(metadata, RandomShards.weights(network, 3));
    Row row = RowFactory.create((Object) PngFixture.encode(8, 9, 1));
    ListIterator<Row> rows = Collections.nCopies(IMAGES, row).listIterator();
    ImageColumns columns =
        new ImageColumns(0, ImageType.of(DataTypes.BinaryType).orElseThrow(), -1, -1);
    try (FoundEncoder.Images encoder =
            FoundEncoder.find(metadata.encoder(), null, HADOOP).open(HADOOP, 1);
        ImageScorer<Integer> scorer =
            new ImageScorer<>(
                rows,
                columns,
                model,
                encoder,
                256,
                false,
                (scored, scores, error) -> scores.label())) {
      int first = scorer.next();
      assertThat(rows.nextIndex()).isEqualTo(28);
      for (int i = 1; i < IMAGES; i++) {
        assertThat(scorer.next()).isEqualTo(first);
      }
      assertThat(scorer.hasNext()).isFalse();
    }
  }
}
