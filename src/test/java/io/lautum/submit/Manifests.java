package io.lautum.submit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.nd4j.shade.yaml.snakeyaml.LoaderOptions;
import org.nd4j.shade.yaml.snakeyaml.Yaml;
import org.nd4j.shade.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads Kubernetes manifests and schemas as maps, lists and scalars. */
public final class Manifests {
  public static final Path FOLDER = Path.of("submit/kubernetes");

  private Manifests() {}

  /** Returns all documents of a file in {@code submit/kubernetes}. */
  public static List<Map<String, Object>> all(String file) throws IOException {
    return parse(Files.readString(FOLDER.resolve(file)));
  }

  public static Map<String, Object> one(String file) throws IOException {
    return all(file).get(0);
  }

  public static List<Map<String, Object>> parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text);
    return StreamSupport.stream(documents.spliterator(), false).map(Manifests::map).toList();
  }

  /** Returns the schema of a kind of the Spark operator, from its custom resource definition. */
  static Map<String, Object> schema(String plural) throws IOException {
    String name = "/kubernetes/sparkoperator.k8s.io_" + plural + ".yaml.gz";
    try (InputStream in = new GZIPInputStream(Manifests.class.getResourceAsStream(name))) {
      Map<String, Object> definition =
          map(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
      Object version = ((List<?>) at(definition, "spec", "versions")).get(0);
      return map(at(map(version), "schema", "openAPIV3Schema"));
    }
  }

  /** Returns the value below the keys, or null. */
  public static Object at(Object value, String... keys) {
    Object found = value;
    for (String key : keys) {
      found = found == null ? null : map(found).get(key);
    }
    return found;
  }

  /** Merges a patch by RFC 7386, like {@code kubectl patch --type merge}. */
  public static Object merge(Object target, Object patch) {
    if (!(patch instanceof Map)) {
      return patch;
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    if (target instanceof Map) {
      merged.putAll(map(target));
    }
    map(patch).forEach((key, value) -> merged.put(key, merge(merged.get(key), value)));
    return merged;
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
