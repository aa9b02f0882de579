package io.lautum.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Reads Dockerfiles of {@code submit/kubernetes}. */
final class Dockerfile {
  private Dockerfile() {}

  /** Returns the instructions with their continued lines joined, without comments. */
  static List<String> instructions(String file) throws IOException {
    return Files.readString(Manifests.FOLDER.resolve(file))
        .replaceAll("(?m)^#.*\n", "")
        .replaceAll("\\s*\\\\\n\\s*", " ")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** Returns the instructions with a keyword. */
  static List<String> of(List<String> instructions, String keyword) {
    return instructions.stream().filter(line -> line.startsWith(keyword + " ")).toList();
  }

  /** Returns the arguments of the last instruction with a keyword. */
  static String last(List<String> instructions, String keyword) {
    List<String> all = of(instructions, keyword);
    return all.get(all.size() - 1).substring(keyword.length() + 1);
  }
}
