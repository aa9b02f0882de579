package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits until a server accepts a connection.
 *
 * @param server description of the server, for the message
 * @param addresses addresses of the server, of which one is enough
 * @param setting what names the addresses
 * @param patience how long to wait
 */
record ConnectionCheck(
    String server, List<InetSocketAddress> addresses, String setting, Duration patience) {
  private static final int CONNECT_MILLIS = 5000;
  private static final long POLL_MILLIS = 500;

  /**
   * Waits for the server.
   *
   * @throws ResourceException if no address accepts a connection
   */
  void require() {
    long start = System.nanoTime();
    while (true) {
      List<String> reasons = new ArrayList<>();
      for (InetSocketAddress address : addresses) {
        try (Socket socket = new Socket()) {
          // A name that was unknown at first may be known now.
          socket.connect(
              new InetSocketAddress(address.getHostString(), address.getPort()), CONNECT_MILLIS);
          return;
        } catch (IOException e) {
          reasons.add(
              Text.format("%s:%d: %s", address.getHostString(), address.getPort(), reason(e)));
        }
      }
      if (System.nanoTime() - start >= patience.toNanos()) {
        throw new ResourceException(
            Text.format(
                "%s does not answer (%s); start it, correct %s, or wait longer: --spark-conf"
                    + " %s=10m",
                server, String.join("; ", reasons), setting, CheckSettings.MASTER_WAIT));
      }
      CheckSettings.sleep(POLL_MILLIS);
    }
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException ? "unknown host" : e.getMessage();
  }
}
