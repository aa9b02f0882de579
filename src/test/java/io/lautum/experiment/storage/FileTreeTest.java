package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir java.nio.file.Path temp;
  private FileSystem files;

  @BeforeEach
  void openLocalFiles() throws IOException {
    files = FileSystem.getLocal(new Configuration());
  }

  @Test
  void visitsTheFilesThatHadoopLists() throws IOException {
    write("a.txt", 3);
    write("deep/er/b c%20d.png", 500);
    write("deep/er/ümlaut", 0);
    write(".hidden", 1);
    write(".a.txt.crc", 12);
    Files.createDirectory(temp.resolve("empty"));

    assertThat(visited()).isEqualTo(listed()).hasSize(4);
  }

  @Test
  void linksAreFollowedAndDeadOrCircularOnesLeftOut() throws IOException {
    write("folder/a", 7);
    Files.createSymbolicLink(temp.resolve("link"), temp.resolve("folder/a"));
    Files.createSymbolicLink(temp.resolve("nowhere"), temp.resolve("missing"));
    Files.createSymbolicLink(temp.resolve("folder/back"), temp);

    assertThat(visited()).extracting(line -> line.split(" ")[1]).containsExactly("7", "7");
  }

  @Test
  void startsNoProcesses() throws Exception {
    int count = 4000;
    for (int i = 0; i < count; i++) {
      Files.createFile(temp.resolve("file" + i));
    }
    long before = nextProcess();

    assertThat(visited()).hasSize(count);

    assertThat(nextProcess() - before).isLessThan(count);
  }

  @Test
  void missingFolderIsNamed() {
    Path missing = new Path(temp.toString(), "missing");

    assertThatThrownBy(() -> FileTree.visit(files, missing, (path, length, modified) -> {}))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("missing");
  }

  /** Linux numbers processes in their order. */
  private static long nextProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private Set<String> visited() throws IOException {
    Set<String> lines = new TreeSet<>();
    FileTree.visit(
        files,
        new Path(temp.toString()),
        (path, length, modified) -> lines.add(path + " " + length + " " + modified));
    return lines;
  }

  private Set<String> listed() throws IOException {
    Set<String> lines = new TreeSet<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(new Path(temp.toString()), true);
    while (found.hasNext()) {
      FileStatus file = found.next();
      lines.add(file.getPath() + " " + file.getLen() + " " + file.getModificationTime());
    }
    return lines;
  }

  private void write(String name, int size) throws IOException {
    java.nio.file.Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }
}
