package io.lautum.network.engine.cudnn;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands for a device, in order, on fixed buffers. The first run executes them one by one,
 * because libraries initialise themselves when they are first called; the second run records them,
 * and from then on the recording is executed.
 */
final class Program {
  private final Device device;
  private final List<Runnable> commands = new ArrayList<>();
  private boolean hasRun;
  private Runnable recording;

  Program(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** Appends a command. */
  void add(Runnable command) {
    commands.add(command);
  }

  /** Appends all commands of another program. */
  void add(Program other) {
    commands.addAll(other.commands);
  }

  /** Appends a kernel with one thread per value. */
  void launch(String kernel, int values, Object... arguments) {
    Object[] all = Launch.withCount(values, arguments);
    add(() -> device.launch(kernel, Launch.blocks(values), Launch.THREADS, all));
  }

  /** Appends a kernel whose threads of a block work together. */
  void launchBlocks(String kernel, int blocks, Object... arguments) {
    add(() -> device.launch(kernel, blocks, Launch.THREADS, arguments));
  }

  /** Returns the sum of two tensors of one shape and format. */
  Tensor sum(Tensor a, Tensor b) {
    Tensor sum = a.allocateLike(device);
    launch(a.format().kernel("add"), a.items(), a.buffer(), b.buffer(), sum.buffer());
    return sum;
  }

  void run() {
    if (!hasRun) {
      execute();
      hasRun = true;
      return;
    }
    if (recording == null) {
      recording = device.capture(this::execute);
    }
    recording.run();
  }

  private void execute() {
    commands.forEach(Runnable::run);
  }
}
