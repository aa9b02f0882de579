package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentDigestsTest {
  @TempDir Path folder;
  private final RecentDigests digests = new RecentDigests();
  private Path file;
  private FileTime modified;
  private int readings;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("model.zip"), "weights");
    modified = Files.getLastModifiedTime(file);
  }

  @Test
  void unchangedFileIsReadOnce() throws IOException {
    assertThat(later()).isEqualTo("weights");
    assertThat(later()).isEqualTo("weights");
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void fileThatChangedAMomentAgoIsReadAgain() throws IOException {
    Instant changed = modified.toInstant();
    digest(changed);
    digest(changed.plusSeconds(2));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void sameSizeAndTimeDoNotHideAChange() throws IOException {
    later();
    Files.writeString(file, "WEIGHTS");
    Files.setLastModifiedTime(file, modified);
    assertThat(later()).isEqualTo("WEIGHTS");

    Path other = Files.writeString(folder.resolve("other"), "another");
    Files.setLastModifiedTime(other, modified);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(later()).isEqualTo("another");
    assertThat(readings).isEqualTo(3);
  }

  private String later() throws IOException {
    return digest(Instant.now().plus(Duration.ofHours(1)));
  }

  private String digest(Instant now) throws IOException {
    return digests.of(
        file,
        now,
        () -> {
          readings++;
          return Files.readString(file);
        });
  }
}
