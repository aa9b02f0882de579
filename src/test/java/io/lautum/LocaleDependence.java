package io.lautum;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Calls of Java's library, and references to its methods, whose result depends on the locale of the
 * process: those that leave out a {@link Locale} that an overload accepts, and a few that have no
 * such overload.
 */
final class LocaleDependence extends DescribedPredicate<JavaAccess<?>> {
  private static final Set<String> WITHOUT_OVERLOAD =
      Set.of(
          "java.lang.String.formatted",
          "java.text.DecimalFormat.<init>",
          "java.text.MessageFormat.format",
          "java.util.Locale.getDefault");

  LocaleDependence() {
    super("the result depends on the locale");
  }

  @Override
  public boolean test(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.startsWith("java.")
        && (WITHOUT_OVERLOAD.contains(owner + "." + access.getName()) || hasOverload(access));
  }

  private static boolean hasOverload(JavaAccess<?> access) {
    if (!(access.getTarget()
        instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget target)) {
      return false;
    }
    List<String> given = target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    Class<?> owner = target.getOwner().reflect();
    Stream<Executable> overloads =
        target.getName().equals("<init>")
            ? Arrays.stream(owner.getConstructors())
            : Arrays.stream(owner.getMethods())
                .filter(m -> m.getName().equals(target.getName()))
                .map(m -> m);
    return overloads.anyMatch(
        overload -> {
          List<String> accepted =
              new ArrayList<>(
                  Arrays.stream(overload.getParameterTypes()).map(Class::getName).toList());
          return accepted.remove(Locale.class.getName()) && accepted.equals(given);
        });
  }
}
