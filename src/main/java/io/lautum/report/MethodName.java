package io.lautum.report;

import io.lautum.method.TransferMethods;
import java.util.List;
import java.util.Optional;

/**
 * A method's name, split into its two stages. A name with only a post-transfer stage, such as
 * {@code temporal-ensembling}, means that stage after {@code standard}.
 *
 * @param before pre-transfer stage
 * @param after post-transfer stage; empty for plain fine-tuning
 */
record MethodName(String before, String after) {
  static final String SCRATCH = "scratch";
  static final String STANDARD = "standard";
  static final String LAUTUM = "lautum";

  static MethodName parse(String name) {
    if (TransferMethods.isPostTransfer(name)) {
      return new MethodName(STANDARD, name);
    }
    int plus = name.indexOf('+');
    return plus < 0
        ? new MethodName(name, "")
        : new MethodName(name.substring(0, plus), name.substring(plus + 1));
  }

  /** Returns whether both names mean the same method. */
  static boolean same(String one, String other) {
    return parse(one).equals(parse(other));
  }

  /**
   * Returns the name in {@code names} of the method with this post-transfer stage and another
   * pre-transfer stage.
   */
  Optional<String> counterpart(String otherBefore, List<String> names) {
    MethodName wanted = new MethodName(otherBefore, after);
    return names.stream().filter(n -> parse(n).equals(wanted)).findFirst();
  }
}
