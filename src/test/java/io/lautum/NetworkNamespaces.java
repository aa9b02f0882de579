package io.lautum;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts on this machine. Each is a network namespace with its own address; all are connected only
 * by a bridge, on which this process has an address too. Requires Linux and root.
 */
final class NetworkNamespaces implements AutoCloseable {
  /** Networks that are reserved for documentation (RFC 5737). */
  private static final List<String> NETWORKS = List.of("198.51.100.", "203.0.113.", "192.0.2.");

  private final String network;
  private final String prefix = "lt" + ProcessHandle.current().pid();
  private final List<String> names = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();

  /**
   * Creates the hosts.
   *
   * @throws IOException with the system's reason, if namespaces cannot be created
   */
  NetworkNamespaces(int count) throws IOException {
    network = unusedNetwork();
    try {
      ip("link", "add", bridge(), "type", "bridge");
      ip("addr", "add", gateway() + "/24", "dev", bridge());
      ip("link", "set", bridge(), "up");
      for (int i = 1; i <= count; i++) {
        add(prefix + "h" + i, network + i);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns a reserved network that no interface of this machine uses: traffic must never leave
   * this machine.
   */
  private static String unusedNetwork() throws IOException {
    List<String> used =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(InetAddress::getHostAddress)
            .toList();
    return NETWORKS.stream()
        .filter(network -> used.stream().noneMatch(address -> address.startsWith(network)))
        .findFirst()
        .orElseThrow(() -> new IOException("all of " + NETWORKS + " are in use"));
  }

  private void add(String name, String address) throws IOException {
    ip("netns", "add", name);
    names.add(name);
    ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("link", "set", name, "master", bridge(), "up");
    ip("-n", name, "addr", "add", address + "/24", "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "link", "set", "lo", "up");
    hosts.add(new Host(address, List.of("ip", "netns", "exec", name)));
  }

  List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /** Returns the address at which the hosts find this process. */
  String gateway() {
    return network + "254";
  }

  /** Removes the hosts. Their processes must have ended. */
  @Override
  public void close() throws IOException {
    // Deleting a namespace also removes its interfaces.
    for (String name : names) {
      ip("netns", "del", name);
    }
    names.clear();
    if (exists(bridge())) {
      ip("link", "del", bridge());
    }
  }

  private String bridge() {
    return prefix + "br";
  }

  private static boolean exists(String link) throws IOException {
    return exitCode(run("link", "show", link)) == 0;
  }

  private static void ip(String... arguments) throws IOException {
    Process process = run(arguments);
    String output = new String(process.getInputStream().readAllBytes()).strip();
    if (exitCode(process) != 0) {
      throw new IOException("ip %s: %s".formatted(String.join(" ", arguments), output));
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for ip");
    }
  }

  private static Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
