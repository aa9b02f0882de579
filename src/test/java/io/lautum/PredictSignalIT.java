package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.evaluation.predict.RandomModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends a signal to a command that scores images. */
class PredictSignalIT {
  /** So many that scoring takes seconds. */
  private static final int IMAGES = 20_000;

  @TempDir Path folder;

  @Test
  void signalLeavesOneLineAndNoFile() throws Exception {
    Path model = folder.resolve("model.zip");
    RandomModel.write(model);
    Path images = Files.createDirectory(folder.resolve("images"));
    Path first = images.resolve("first.png");
    Files.write(first, PngFixture.encode(RandomModel.HEIGHT, RandomModel.WIDTH, 1));
    for (int i = 0; i < IMAGES; i++) {
      Files.createLink(images.resolve(i + ".png"), first);
    }
    Path log = folder.resolve("log");
    Path scores = folder.resolve("scores.csv");
    String layout = Path.of("conf/log4j2.properties").toUri().toString();
    Process predict =
        new Program(Map.of("log4j2.configurationFile", layout))
            .begin(
                List.of(
                    "predict",
                    "--model=" + model,
                    "--input=" + images,
                    "--output=" + scores,
                    "--batch-size=1"),
                folder.resolve("out"),
                log);
    try {
      while (!WrittenFiles.text(log).contains("images of other shapes become")) {
        assertThat(predict.waitFor(10, TimeUnit.MILLISECONDS))
            .as(() -> WrittenFiles.text(log))
            .isFalse();
      }
      predict.destroy(); // SIGTERM
      assertThat(predict.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      predict.destroyForcibly();
    }
    assertThat(predict.exitValue()).isEqualTo(143);
    assertThat(WrittenFiles.text(log).lines().filter(line -> !line.contains(" INFO ")))
        .containsExactly("lautum: interrupted; run the same command again");
    assertThat(folder.resolve("out")).isEmptyFile();
    assertThat(scores).doesNotExist();
  }
}
