package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.report.LivePages;
import io.lautum.report.live.LiveServer;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lautum watch}. */
@Command(
    name = "watch",
    description =
        "Serve live reports of the runs in a folder, on localhost only, until interrupted.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum watch runs"})
final class WatchCommand implements Callable<Integer> {
  private static final int MOST_PORTS = 65535;

  @Parameters(
      converter = Place.class,
      paramLabel = "<folder>",
      description = "Work directory of several experiments, or folder of one; any Hadoop path.")
  private String folder;

  @Option(
      names = "--port",
      paramLabel = "<n>",
      defaultValue = "8050",
      description = "Port on the loopback address; 0 for any free port. Default: 8050.")
  private int port;

  @Option(
      names = "--every",
      paramLabel = "<seconds>",
      defaultValue = "5",
      description = "Page refresh interval in seconds. Default: 5.")
  private int seconds;

  @Option(
      names = "--no-token",
      description =
          "Leave the random token out of the address, which is then the same each time. Every user"
              + " of this machine can then read the reports.")
  private boolean withoutToken;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > MOST_PORTS) {
      throw new UserException(Text.format("--port = %d: expected 0 to %d", port, MOST_PORTS));
    }
    PositiveOption.require("--every", seconds);
    Preflight.storage(SparkRuntime.hadoop(), List.of(folder));
    String token = withoutToken ? "" : LiveServer.newToken();
    try (LiveServer server = new LiveServer(pages(), port, seconds, token)) {
      System.out.println("watch: " + server.address());
      System.out.flush();
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw new UserException(
          Text.format("--port = %d: in use by another program; set 0 for any free port", port), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private LivePages pages() {
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(SparkRuntime.hadoop());
      return new LivePages(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Text.format(
              "\"%s\": expected a folder of a Hadoop file system: %s", folder, e.getMessage()),
          e);
    }
  }
}
