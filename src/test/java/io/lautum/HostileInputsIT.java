package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.HostileFiles.Entry;
import io.lautum.cli.CommandSequence;
import io.lautum.cli.CommandSequence.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives hostile datasets to the program, in one process with a heap of 1 GiB: each ends with one
 * line that names the file and what to do.
 */
class HostileInputsIT {
  private static final int DATA = 3;

  /** Processor time of a command; reading all that a file unpacks to would take minutes. */
  private static final double MOST_SECONDS = 30;

  @TempDir Path folder;

  private final List<Case> cases = new ArrayList<>();

  /**
   * A dataset.
   *
   * @param place folder or archive
   * @param keys further keys of the target
   * @param parts parts of the line
   */
  private record Case(String name, Path place, String keys, List<String> parts) {}

  @Test
  void eachEndsWithOneLine() throws IOException, InterruptedException {
    addImages();
    addArchives();
    addArrays();
    addTables();
    addLinks();
    Path log = folder.resolve("log");
    Path ended = folder.resolve("ended");
    run(log, ended);

    List<Ended> results = CommandSequence.read(ended);
    assertThat(results).as(() -> tail(log)).hasSameSizeAs(cases);
    for (int i = 0; i < results.size(); i++) {
      Case hostile = cases.get(i);
      Ended result = results.get(i);
      System.out.printf("%s: %.1f s, %s%n", hostile.name(), result.seconds(), result.err().strip());
      assertThat(result.exitCode()).as(hostile.name()).isEqualTo(DATA);
      assertThat(result.err().lines()).as(hostile.name()).hasSize(1);
      assertThat(result.err()).startsWith("lautum: ").contains(hostile.parts());
      assertThat(result.seconds()).as(hostile.name()).isLessThan(MOST_SECONDS);
    }
    assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError", "\tat ", " ERROR ");
    assertThat(folder.resolve("executed")).doesNotExist();
  }

  private void run(Path log, Path ended) throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (Case hostile : cases) {
      String text =
          """
          experiment = x
          methods = [scratch]
          workers = 1
          prepare.components = 2
          source { format = glyphs, glyphs = digits, train-count = 20, test-count = 10 }
          target { name = animals, labelled = "%s", %s }
          """
              .formatted(hostile.place(), hostile.keys());
      Path file = folder.resolve("%d.conf".formatted(commands.size()));
      Files.writeString(file, text);
      String runs = folder.resolve("runs" + commands.size()).toString();
      commands.add(List.of("prepare", file.toString(), "--workdir", runs));
    }
    CommandSequence.write(folder.resolve("commands"), commands);
    Process process =
        Host.LOOPBACK.java(
            folder,
            Map.of(
                "log4j2.configurationFile", Path.of("conf/log4j2.properties").toUri().toString()),
            "1g",
            TestClassPath.withoutMiniCluster(),
            List.of(
                "io.lautum.cli.CommandSequence",
                folder.resolve("commands").toString(),
                ended.toString()),
            log);
    try {
      assertThat(process.waitFor(30, TimeUnit.MINUTES)).as("not hanging").isTrue();
      assertThat(process.exitValue()).as(() -> tail(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String tail(Path log) {
    try {
      return new ProcessLog(log).tail();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void add(String name, Path place, String keys, String... parts) {
    cases.add(new Case(name, place, keys, List.of(parts)));
  }

  /** Returns a new folder with two classes of intact images. */
  private Path images() throws IOException {
    Path set = folder.resolve("set" + cases.size());
    for (int i = 0; i < 4; i++) {
      write(
          set.resolve("%s/%d.png".formatted(i < 2 ? "cat" : "dog", i)), PngFixture.encode(9, 9, i));
    }
    return set;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void addImages() throws IOException {
    Path png = images();
    write(png.resolve("cat/huge.png"), HostileFiles.png(60_000));
    add("PNG", png, "", "cat/huge.png: ", "height 60000 and width 60000", "bad-files = skip");
    Path others = images();
    write(others.resolve("cat/huge.jpg"), HostileFiles.jpeg());
    write(others.resolve("cat/huge.tif"), HostileFiles.tiff());
    write(others.resolve("dog/huge.webp"), HostileFiles.webp());
    write(others.resolve("dog/unpacks.png"), HostileFiles.png(4_000));
    add("other images", others, "", "huge.jpg: ", "huge.tif: ", "huge.webp: ", "unpacks.png: ");
  }

  private void addArchives() throws IOException {
    byte[] packed = HostileFiles.deflated(new byte[0], 10 << 10);
    Path honest = folder.resolve("honest.zip");
    HostileFiles.zip(honest, List.of(new Entry("cat/1.png", 10L << 30, packed)));
    add("zip of 10 GiB", honest, "", "honest.zip: ", "unpack it");
    Path lying = folder.resolve("lying.zip");
    List<Entry> two = new ArrayList<>();
    for (String name : List.of("cat/1.png", "dog/1.png")) {
      two.add(new Entry(name, 400, packed));
    }
    HostileFiles.zip(lying, two);
    add("zip with other sizes", lying, "", "lying.zip/cat/1.png: ", "bad-files = skip");
    Path overlapping = folder.resolve("overlapping.zip");
    List<Entry> many = new ArrayList<>();
    byte[] kernel = HostileFiles.deflated(new byte[0], 60);
    for (int i = 0; i < 2000; i++) {
      many.add(new Entry("cat/%d.png".formatted(i), 60L << 20, i == 0 ? kernel : null));
    }
    HostileFiles.zip(overlapping, many);
    add("zip whose entries overlap", overlapping, "", "overlapping.zip: ", "unpack it");
    Path nested = folder.resolve("nested.zip");
    HostileFiles.zip(
        nested, List.of(new Entry("inner.zip", 60L << 20, HostileFiles.deflated(new byte[0], 60))));
    add("zip in a zip", nested, "", "nested.zip: ", "Known layouts");

    Path unpacked = folder.resolve("large.tar.gz");
    HostileFiles.gzip(unpacked, header("cat/1.png", 60L << 20), 10 << 10);
    add("tar of 10 GiB", unpacked, "", "large.tar.gz", "unpack it");
    TarFixture escaping = new TarFixture();
    escaping.add("cat/../../../evil.png", PngFixture.encode(9, 9, 1));
    Path tar = escaping.write(folder.resolve("escaping.tar"));
    add(
        "tar with a path outside",
        tar,
        "",
        "escaping.tar: ",
        "cat/../../../evil.png",
        "remove this path");
    TarFixture endless = new TarFixture();
    endless.addExtendedHeader("mtime=1e99999999");
    endless.add("cat/1.png", PngFixture.encode(9, 9, 1));
    Path time = endless.write(folder.resolve("time.tar"));
    add("tar with a time of 10^99999999", time, "", "time.tar: ", "intact tar entry");
    TarFixture linked = new TarFixture();
    TarArchiveEntry link = new TarArchiveEntry("cat/link.png", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    linked.add(link);
    linked.add("cat/1.png", PngFixture.encode(9, 9, 1));
    linked.add("dog/1.png", PngFixture.encode(9, 9, 2));
    Path links = linked.write(folder.resolve("linked.tar"));
    add("tar with a link outside", links, "", "linked.tar/cat/link.png: ", "bad-files = skip");
  }

  private static byte[] header(String name, long size) {
    byte[] header = new byte[512];
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.writeEntryHeader(header);
    return header;
  }

  private void addArrays() throws IOException {
    Path idx = new IdxFixture(30, 12, 1).write(folder.resolve("idx"));
    int count = 10_000_000;
    byte[] images =
        ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(28).putInt(28).array();
    byte[] labels =
        ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).put((byte) 1).array();
    for (String name : List.of("train", "t10k")) {
      Files.delete(idx.resolve(name + "-images-idx3-ubyte"));
      HostileFiles.gzip(idx.resolve(name + "-images-idx3-ubyte.gz"), images, 10 << 10);
      Files.write(idx.resolve(name + "-labels-idx1-ubyte"), labels);
    }
    add("IDX of 10 GiB", idx, "", "-images-idx3-ubyte.gz: ", "unpack it");
    Path longer = new IdxFixture(30, 12, 1).write(folder.resolve("longer"));
    Path train = longer.resolve("train-images-idx3-ubyte");
    HostileFiles.gzip(longer.resolve(train.getFileName() + ".gz"), Files.readAllBytes(train), 1000);
    Files.delete(train);
    add("IDX that goes on", longer, "", train.getFileName() + ".gz: ", "trailing bytes");

    byte[] few = new byte[1000];
    for (Map.Entry<String, String> type :
        Map.of("|u1", "90000000, 28, 28", "|O", "10, 10, 10").entrySet()) {
      byte[] array = HostileFiles.npy(type.getKey(), type.getValue(), few);
      List<Entry> entries = new ArrayList<>();
      for (String name : List.of("train_images", "train_labels", "test_images", "test_labels")) {
        entries.add(new Entry(name + ".npy", array.length, HostileFiles.deflated(array, 0)));
      }
      Path file = folder.resolve("shapes%d.npz".formatted(cases.size()));
      HostileFiles.zip(file, entries);
      add("npz of " + type, file, "", file.getFileName().toString(), "train_");
    }

    Path pickles = Files.createDirectories(folder.resolve("pickles/cifar-10-batches-py"));
    byte[] pickle = HostileFiles.pickle("touch " + folder.resolve("executed"));
    for (String name : List.of("batches.meta", "test_batch")) {
      Files.write(pickles.resolve(name), pickle);
    }
    for (int i = 1; i <= 5; i++) {
      Files.write(pickles.resolve("data_batch_" + i), pickle);
    }
    add("pickle", pickles.getParent(), "", "cifar-10-batches-py/", "os.system");
  }

  private void addTables() throws IOException {
    String columns = "path-column = path, label-column = label";
    for (String path : List.of("../../outside.png", "/etc/passwd")) {
      Path table = images();
      String text = "path,label\ncat/0.png,a\n%s,b\n".formatted(path);
      write(table.resolve("labels.csv"), text.getBytes(StandardCharsets.UTF_8));
      add("table with " + path, table, columns, "labels.csv: row 3: ", path, "remove");
    }
    for (String name : List.of("labels.jsonl", "labels.csv")) {
      Path table = images();
      try (RandomAccessFile file = new RandomAccessFile(table.resolve(name).toFile(), "rw")) {
        file.setLength(2L << 30);
      }
      add(name + " of 2 GiB", table, columns, name + ": ", "2147483648", "divide it");
    }
    Path nested = images();
    String deep = String.join("", Collections.nCopies(10 << 20, "["));
    write(nested.resolve("labels.jsonl"), deep.getBytes(StandardCharsets.UTF_8));
    add("nested JSON", nested, columns, "labels.jsonl: row 1: ");
  }

  private void addLinks() throws IOException {
    Path loop = images();
    Files.createSymbolicLink(loop.resolve("cat/again"), Path.of(".."));
    add("link to a folder above", loop, "", "cat/again: ", "remove the link");
    Path self = images();
    Files.createSymbolicLink(self.resolve("cat/a.png"), Path.of("b.png"));
    Files.createSymbolicLink(self.resolve("cat/b.png"), Path.of("a.png"));
    add("links to each other", self, "", "cat/a.png: ", "cat/b.png: ", "bad-files = skip");
  }
}
