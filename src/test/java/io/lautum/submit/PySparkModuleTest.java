package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.pipeline.ml.TargetEvaluator;
import io.lautum.pipeline.ml.TransferClassificationModel;
import io.lautum.pipeline.ml.TransferClassifier;
import io.lautum.submit.ExternalProgram.Outcome;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Python module with a stand-in for PySpark that records what the module uses of Java, and
 * looks each of these names up.
 */
class PySparkModuleTest {
  private static final Path MODULE = Path.of("submit/pyspark").toAbsolutePath();
  private static final Path STUB = Path.of("src/test/resources/pyspark").toAbsolutePath();

  /** The classes of Java's parameters that values of a Python converter can be given to. */
  private static final Map<String, Set<Class<?>>> CONVERTERS =
      Map.of(
          "toString", Set.of(Param.class),
          "toInt", Set.of(IntParam.class, LongParam.class),
          "toListFloat", Set.of(DoubleArrayParam.class),
          "toListString", Set.of(StringArrayParam.class));

  @TempDir static Path temp;
  private static JsonNode described;

  @BeforeAll
  static void describe() throws Exception {
    ExternalProgram.require("python3", "the module for PySpark is not tested");
    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of("PYTHONPATH", STUB + ":" + MODULE, "PYTHONPYCACHEPREFIX", temp.toString()),
            List.of("python3", STUB.resolve("describe.py").toString()));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    described = new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void parametersAndSettersAreThoseOfJava() throws Exception {
    TransferClassifier estimator = new TransferClassifier();
    assertThat(parameters("TransferClassifier")).isEqualTo(names(estimator.params()));
    // Java sets numericLabels when it fits.
    Set<String> model = parameters("TransferClassificationModel");
    assertThat(names(estimator.params())).containsAll(model);
    for (String name : model) {
      assertThat(TransferClassificationModel.class.getMethod(name).getReturnType())
          .matches(Param.class::isAssignableFrom, name);
    }
    assertSetters("TransferClassifier", TransferClassifier.class);
    assertSetters("TransferClassificationModel", TransferClassificationModel.class);
    assertThat(names(new TargetEvaluator().params())).containsAll(parameters("TargetEvaluator"));
    assertSetters("TargetEvaluator", TargetEvaluator.class);
    for (JsonNode parameter : described.at("/TransferClassifier/params")) {
      assertThat(CONVERTERS.get(parameter.get(1).asText()))
          .as(parameter.toString())
          .contains(estimator.getParam(parameter.get(0).asText()).getClass());
    }
  }

  private static Set<String> names(Param<?>[] parameters) {
    return Arrays.stream(parameters)
        .map(Param::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> parameters(String name) {
    Set<String> names = new TreeSet<>();
    described.at("/" + name + "/params").forEach(pair -> names.add(pair.get(0).asText()));
    return names;
  }

  /** Each setter sets the parameter with its name, and Java has it, and no others. */
  private static void assertSetters(String name, Class<? extends Params> stage) {
    Map<String, String> found = new TreeMap<>();
    described
        .at("/" + name + "/setters")
        .fields()
        .forEachRemaining(setter -> found.put(setter.getKey(), setter.getValue().toString()));
    Map<String, String> expected = new TreeMap<>();
    for (String parameter : parameters(name)) {
      String suffix = Character.toUpperCase(parameter.charAt(0)) + parameter.substring(1);
      expected.put("set" + suffix, "[\"" + parameter + "\"]");
    }
    assertThat(found).isEqualTo(expected);
    assertThat(Arrays.stream(stage.getMethods()).map(Method::getName)).containsAll(found.keySet());
  }

  @Test
  void classesAndMethodsAreThoseOfJava() throws Exception {
    assertThat(described.get("readers"))
        .extracting(JsonNode::asText)
        .containsExactly(
            TransferClassifier.class.getName(),
            TransferClassificationModel.class.getName(),
            TargetEvaluator.class.getName());
    assertThat(described.get("evaluator").asText()).isEqualTo(TargetEvaluator.class.getName());
    for (JsonNode reader : described.get("readers")) {
      assertThat(Class.forName(reader.asText()).getMethod("read")).isNotNull();
    }
    for (JsonNode created : described.get("created")) {
      assertThat(created.get(1).asInt()).isEqualTo(1);
      assertThat(Class.forName(created.get(0).asText()).getConstructor(String.class)).isNotNull();
    }
    Set<String> called = new TreeSet<>();
    for (JsonNode call : described.get("calls")) {
      String[] parts = call.asText().split("#");
      Type type = Class.forName(parts[0]);
      for (String method : parts[1].split("\\.")) {
        type = result(type, method);
        called.add(method);
      }
    }
    Matcher methods =
        Pattern.compile(
                "(?:_call_java\\(\"|_java_obj\\.|optional\\.|result\\.|java_stage\\.)(\\w+)")
            .matcher(Files.readString(MODULE.resolve("lautum_spark.py")));
    while (methods.find()) {
      assertThat(called).contains(methods.group(1));
    }
    assertThat(called).contains("classes", "method", "validation", "temperature", "uid");
  }

  /** Returns the type that a method without parameters returns. */
  private static Type result(Type type, String method) throws NoSuchMethodException {
    if (type instanceof ParameterizedType generic) {
      assertThat(generic.getRawType()).isEqualTo(Optional.class);
      Type result = Optional.class.getMethod(method).getGenericReturnType();
      return method.equals("get") ? generic.getActualTypeArguments()[0] : result;
    }
    return ((Class<?>) type).getMethod(method).getGenericReturnType();
  }
}
