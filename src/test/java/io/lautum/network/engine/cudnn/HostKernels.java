package io.lautum.network.engine.cudnn;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels of {@code kernels.cu}, compiled for the CPU by a C++ compiler of this machine. */
final class HostKernels {
  private static final Pattern KERNEL =
      Pattern.compile("extern \"C\" __global__ void (\\w+)\\((.*?)\\n}", Pattern.DOTALL);

  private static HostKernels compiled;
  private static String obstacle;

  private final Function launch;

  private HostKernels(Path library) {
    launch = NativeLibrary.getInstance(library.toString()).getFunction("launchKernel");
  }

  /** Returns the reason why kernels cannot be compiled here. */
  static synchronized Optional<String> obstacle() {
    if (compiled == null && obstacle == null) {
      try {
        compile();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.ofNullable(obstacle);
  }

  static synchronized HostKernels get() {
    obstacle()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    return compiled;
  }

  private static void compile() throws IOException {
    Optional<String> compiler = Compilers.first("g++", "clang++");
    if (compiler.isEmpty()) {
      obstacle = "this machine has neither g++ nor clang++, which compile the kernels for the CPU";
      return;
    }
    Path folder = Files.createTempDirectory("kernels");
    Path source = folder.resolve("kernels.cpp");
    Path library = folder.resolve("libkernels.so");
    Files.writeString(source, source());
    Compilers.sharedLibrary(compiler.get(), source, library);
    compiled = new HostKernels(library);
    Compilers.deleteAtExit(source, library, folder);
  }

  /** Returns C++ with all kernels, a list of them, and a function that runs one by its name. */
  static String source() throws IOException {
    String kernels = KernelSource.read();
    StringBuilder list = new StringBuilder("\n#define KERNELS(X)");
    bodies(kernels)
        .forEach(
            (name, body) -> list.append(" X(%s, %s)".formatted(name, body.contains("__shared__"))));
    return resource("shim.h")
        + kernels
        + list
        + """

extern "C" __attribute__((visibility("default"))) int launchKernel(
    const char* name, unsigned blocks, unsigned threads, void** args, int count) {
#define LAUNCH(kernel, barriers) \\
  if (!strcmp(name, #kernel)) return runGrid(kernel, barriers, blocks, threads, args, count);
  KERNELS(LAUNCH)
  return 1;
}
""";
  }

  static String resource(String name) throws IOException {
    try (var text = HostKernels.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the kernels' bodies by name. */
  static TreeMap<String, String> bodies(String source) {
    TreeMap<String, String> bodies = new TreeMap<>();
    Matcher kernel = KERNEL.matcher(source);
    while (kernel.find()) {
      bodies.put(kernel.group(1), kernel.group(2));
    }
    return bodies;
  }

  /** Runs all threads of a kernel in turn. */
  synchronized void launch(String name, int blocks, int threads, Object... arguments) {
    List<Memory> values = new ArrayList<>();
    Memory all = new Memory(Math.max(1, arguments.length) * (long) Long.BYTES);
    for (int i = 0; i < arguments.length; i++) {
      Memory value = new Memory(Long.BYTES);
      if (arguments[i] instanceof Buffer buffer) {
        value.setLong(0, buffer.address());
      } else if (arguments[i] instanceof Integer number) {
        value.setInt(0, number);
      } else if (arguments[i] instanceof Float number) {
        value.setFloat(0, number);
      } else {
        throw new IllegalArgumentException("%s: argument [%s]".formatted(name, arguments[i]));
      }
      all.setPointer(i * (long) Long.BYTES, value);
      values.add(value);
    }
    int status = launch.invokeInt(new Object[] {name, blocks, threads, all, arguments.length});
    if (status != 0) {
      throw new IllegalStateException(
          "%s: %s"
              .formatted(
                  name,
                  List.of("no such kernel", "wrong number of arguments", "threads miss a barrier")
                      .get(status - 1)));
    }
  }
}
