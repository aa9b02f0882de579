package io.lautum.report;

import java.util.List;

/** Assigns each method the same colour and symbol in all charts. */
record MethodStyles(List<String> methods) {
  MethodStyles {
    methods = List.copyOf(methods);
  }

  /** Returns the index of a method's colour and symbol. */
  int of(String method) {
    return Math.max(0, methods.indexOf(method));
  }
}
