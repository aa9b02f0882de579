package io.lautum.cli.doctor;

import io.lautum.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks that a local folder is writable and has enough free space.
 *
 * @param use purpose of the folder
 * @param folder existing folder
 * @param needed required free space in bytes
 * @param property system property that selects the folder
 */
record DiskCheck(String use, Path folder, long needed, String property) implements Check {
  @Override
  public String name() {
    return "disk for " + use;
  }

  @Override
  public CheckResult run() throws IOException {
    String remedy = "free space there, or choose another folder with -D" + property;
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return CheckResult.failed(name(), folder + " is not a writable folder", remedy);
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    String detail = Text.format("%s free in %s", MemoryCheck.gib(free), folder);
    if (free < needed) {
      return CheckResult.failed(
          name(), Text.format("%s, needed %s", detail, MemoryCheck.gib(needed)), remedy);
    }
    return CheckResult.passed(name(), detail);
  }
}
