package io.lautum.experiment.lock;

import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * The process that holds a lock, or tries to get it.
 *
 * @param id of this lock, different for each
 * @param command that it runs
 * @param host its name, for people
 * @param machine within which {@code process} means one process: host, start of its kernel and
 *     container
 * @param process its number
 * @param started when it was started, as its machine's clock has it; tells it from a later process
 *     of the same number
 * @param since when it began to want the lock, ISO 8601 in UTC
 * @param holds whether it has the lock
 * @param beats how often it has said since that it is alive
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

  /** This process, as the owner of a new lock. */
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

  /** Whether it is of this machine, so that {@link #isAlive} can tell. */
  boolean isHere() {
    return machine.equals(thisMachine());
  }

  /** Whether its process runs; of an owner of this machine only. */
  boolean isAlive() {
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(found -> started(found).equals(started))
        .isPresent();
  }

  @Override
  public String toString() {
    return "`%s` on %s, process %d, since %s".formatted(command, host, process, since);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Containers of one host may share its name, and number their processes from 1 each: the kernel's
   * start and the namespace of process numbers tell them apart, where there are such.
   */
  private static String thisMachine() {
    return "%s %s %s".formatted(hostName(), bootId(), processNamespace());
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
