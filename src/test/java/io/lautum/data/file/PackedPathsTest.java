package io.lautum.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class PackedPathsTest {
  private record Entry(String path, long size, int number) {}

  private static PackedPaths packed(List<Entry> entries) {
    PackedPaths.Builder builder = new PackedPaths.Builder();
    entries.forEach(entry -> builder.add(entry.path(), entry.size(), entry.number()));
    return builder.build();
  }

  private static List<Entry> read(PackedPaths paths) {
    List<Entry> entries = new ArrayList<>();
    PackedPaths.Cursor cursor = paths.cursor();
    while (cursor.next()) {
      entries.add(new Entry(cursor.path(), cursor.size(), cursor.number()));
    }
    return entries;
  }

  @Test
  void pathsComeOutAsTheyWentIn() {
    List<Entry> entries =
        List.of(
            new Entry("top.png", 0, 0),
            new Entry("a/0.png", -1, 1),
            new Entry("a/1.png", Integer.MAX_VALUE + 1L, Integer.MAX_VALUE),
            new Entry("a/b/ü \uD83D\uDE00:.png", 127, 128),
            new Entry("a/b/" + "n".repeat(300), 128, 127),
            new Entry("ab/0.png", 1 << 14, 2),
            new Entry("top2.png", Long.MAX_VALUE - 1, 3));

    PackedPaths paths = packed(entries);

    assertThat(paths.count()).isEqualTo(entries.size());
    assertThat(read(paths)).isEqualTo(entries);
    assertThat(read(SerializationUtils.roundtrip(paths))).isEqualTo(entries);
  }

  @Test
  void emptyListHasNoPath() {
    assertThat(packed(List.of()).cursor().next()).isFalse();
  }

  @Test
  void aMillionPathsOfOneFolderTakeSixBytesEachMoreThanTheirNames() {
    PackedPaths.Builder builder = new PackedPaths.Builder();
    String folder = "photographs/training images/class ".repeat(2);
    for (int i = 0; i < 1_000_000; i++) {
      builder.add("%s%03d/%012d.jpg".formatted(folder, i / 1000, i), 100_000, i / 1000);
    }

    assertThat(builder.build().bytes()).isBetween(16_000_000L, 22_500_000L);
  }
}
