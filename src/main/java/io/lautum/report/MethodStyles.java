package io.lautum.report;

import java.util.List;

/** A method keeps its colour and symbol from chart to chart. */
record MethodStyles(List<String> methods) {
  MethodStyles {
    methods = List.copyOf(methods);
  }

  /** The index of a method's colour and symbol. */
  int of(String method) {
    return Math.max(0, methods.indexOf(method));
  }
}
