package io.lautum.cli.doctor;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Checks that this process sees a file that the driver has written: a folder on a local disk is a
 * different folder on each host.
 *
 * @param file qualified path of the driver's file
 * @param hadoop settings of its file system
 */
record SharedFileCheck(String file, Configuration hadoop) implements Check {
  @Override
  public String name() {
    return "path " + new Path(file).getParent();
  }

  @Override
  public CheckResult run() throws IOException {
    Path path = new Path(file);
    if (!path.getFileSystem(hadoop).exists(path)) {
      return CheckResult.failed(
          name(),
          "the driver's file " + file + " is missing",
          "choose a --workdir on a file system that driver and executors share");
    }
    // Executors write shards, so being able to read is not enough.
    return new PathCheck(path.getParent().toString(), hadoop).run();
  }
}
