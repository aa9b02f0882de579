package io.lautum.submit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of OpenAPI 3.0 that structural schemas of Kubernetes use, as strictly as {@code kubectl
 * apply --validate=strict}: unknown fields are errors.
 */
final class StructuralSchema {
  /** Keywords that do not restrict the values. */
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "description",
          "format",
          "default",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type");

  private static final Set<String> CHECKED =
      Set.of(
          "type",
          "properties",
          "additionalProperties",
          "required",
          "items",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "nullable",
          "anyOf",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields");

  private final Map<String, Object> root;

  StructuralSchema(Map<String, Object> root) {
    this.root = root;
  }

  /** Returns the violations of an object, each with its place; metadata are not checked. */
  List<String> violations(Map<String, Object> object) {
    List<String> violations = new ArrayList<>();
    check(root, object, "", violations);
    return violations;
  }

  private void check(
      Map<String, Object> schema, Object value, String place, List<String> violations) {
    for (String keyword : schema.keySet()) {
      if (!ANNOTATIONS.contains(keyword) && !CHECKED.contains(keyword)) {
        throw new IllegalArgumentException(place + ": keyword " + keyword + " is not checked here");
      }
    }
    if (value == null) {
      if (schema.get("nullable") != Boolean.TRUE) {
        violations.add(place + ": null");
      }
      return;
    }
    if (schema.get("x-kubernetes-int-or-string") == Boolean.TRUE) {
      if (!(value instanceof Integer || value instanceof String)) {
        violations.add(place + ": neither an integer nor a string");
      }
    } else if (!hasType(value, (String) schema.get("type"))) {
      violations.add("%s: '%s' is not of type %s".formatted(place, value, schema.get("type")));
      return;
    }
    checkScalar(schema, value, place, violations);
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(Manifests.map(schema.get("items")), list.get(i), place + "[" + i + "]", violations);
      }
    } else if (value instanceof Map) {
      checkFields(schema, Manifests.map(value), place, violations);
    }
  }

  private static boolean hasType(Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static void checkScalar(
      Map<String, Object> schema, Object value, String place, List<String> violations) {
    if (schema.get("enum") instanceof Collection<?> allowed && !allowed.contains(value)) {
      violations.add("%s: '%s' is not one of %s".formatted(place, value, allowed));
    }
    if (schema.get("pattern") instanceof String pattern
        && value instanceof String text
        && !Pattern.compile(pattern).matcher(text).find()) {
      violations.add("%s: '%s' does not match %s".formatted(place, text, pattern));
    }
    if (value instanceof Number number) {
      if (schema.get("minimum") instanceof Number least
          && number.doubleValue() < least.doubleValue()) {
        violations.add("%s: %s is below %s".formatted(place, number, least));
      }
      if (schema.get("maximum") instanceof Number most
          && number.doubleValue() > most.doubleValue()) {
        violations.add("%s: %s is above %s".formatted(place, number, most));
      }
    }
  }

  private void checkFields(
      Map<String, Object> schema,
      Map<String, Object> value,
      String place,
      List<String> violations) {
    if (place.equals(".metadata")) {
      return;
    }
    if (schema.get("required") instanceof Collection<?> required) {
      required.stream()
          .filter(field -> !value.containsKey(field))
          .forEach(field -> violations.add(place + "." + field + ": missing"));
    }
    Map<String, Object> properties = Manifests.map(schema.getOrDefault("properties", Map.of()));
    value.forEach(
        (field, content) -> {
          String inner = place + "." + field;
          if (properties.get(field) != null) {
            check(Manifests.map(properties.get(field)), content, inner, violations);
          } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
            check(Manifests.map(others), content, inner, violations);
          } else if (schema.get("x-kubernetes-preserve-unknown-fields") != Boolean.TRUE) {
            violations.add(inner + ": unknown");
          }
        });
  }
}
