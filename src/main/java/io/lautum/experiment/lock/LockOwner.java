package io.lautum.experiment.lock;

import io.lautum.Text;
import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A process that holds a lock, or tries to acquire it.
 *
 * @param id unique identifier of this lock
 * @param command command that the process runs
 * @param host name of the host, for messages
 * @param machine scope of process numbers: host, boot of its kernel and container
 * @param process number of the process
 * @param started {@link ProcessStart start of the process}
 * @param since time when it began to acquire the lock, ISO 8601 in UTC
 * @param holds whether it has the lock
 * @param beats number of times that it has refreshed the lock
 */
record LockOwner(
    String id,
    String command,
    String host,
    String machine,
    long process,
    String started,
    String since,
    boolean holds,
    long beats) {

  /** Returns this process as the owner of a new lock. */
  static LockOwner here(String command) {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        UUID.randomUUID().toString(),
        command,
        hostName(),
        thisMachine(),
        process.pid(),
        started(process),
        Timestamp.now(),
        false,
        0);
  }

  LockOwner holding() {
    return new LockOwner(id, command, host, machine, process, started, since, true, beats);
  }

  LockOwner beat() {
    return new LockOwner(id, command, host, machine, process, started, since, holds, beats + 1);
  }

  /** Returns whether the owner runs on this machine, so that {@link #isAlive} is meaningful. */
  boolean isHere() {
    return machine.equals(thisMachine());
  }

  /** Returns whether the process runs; valid only for an owner on this machine. */
  boolean isAlive() {
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(found -> started(found).equals(started))
        .isPresent();
  }

  @Override
  public String toString() {
    return Text.format("`%s` on %s, process %d, since %s", command, host, process, since);
  }

  private static String started(ProcessHandle process) {
    return ProcessStart.of(process).orElse("unknown");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Returns an identifier of this machine. Containers of one host may share its name and each
   * number their processes from 1; the kernel's boot and the namespace of process numbers, if
   * available, distinguish them.
   */
  private static String thisMachine() {
    return Text.format("%s %s %s", hostName(), bootId(), processNamespace());
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String processNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
