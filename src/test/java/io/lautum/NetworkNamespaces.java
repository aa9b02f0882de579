package io.lautum;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts of this machine, each a network namespace with an address of its own and no other way to
 * the others than a bridge, at which this process has an address too. Wants Linux and root.
 */
final class NetworkNamespaces implements AutoCloseable {
  /** Reserved for documentation (RFC 5737). */
  private static final List<String> NETWORKS = List.of("198.51.100.", "203.0.113.", "192.0.2.");

  private final String network;
  private final String prefix = "lt" + ProcessHandle.current().pid();
  private final List<String> names = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();

  /**
   * Makes them.
   *
   * @throws IOException if that is not possible here, with the system's reason
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

  /** A machine may have such addresses all the same, and traffic must never leave this one. */
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

  /** The address at which the hosts find this process. */
  String gateway() {
    return network + "254";
  }

  /** Removes them. Their processes must have ended. */
  @Override
  public void close() throws IOException {
    // The interfaces go with their namespaces.
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
