import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes bom.json (CycloneDX 1.5) and THIRD-PARTY.txt for a class path of Maven's local repository.
 * Fails if a library has no licence but the GPL or the AGPL, or none that is known.
 *
 * <p>A separate program, which assemble starts, because org.cyclonedx:cyclonedx-maven-plugin takes
 * a minute and does not run offline, and a report of the license-maven-plugin takes ten seconds.
 */
public final class BillOfMaterials {
  /** Licences that the POMs do not name. */
  private static final Map<String, String> KNOWN = Map.of("oro:oro", "Apache Software License 1.1");

  private static final Pattern GPL = Pattern.compile("(?i)\\bA?GPL|general public licen[cs]e");

  /** An exception for linking, another licence in the same name, or the GNU Lesser licence. */
  private static final Pattern OPEN =
      Pattern.compile("(?i)LGPL|lesser|library general|classpath|\\bCP?E\\b|CDDL|EPL|MPL|apache");

  private record Library(
      String group, String name, String version, String classifier, Path jar, List<String> licences)
      implements Comparable<Library> {
    String purl() {
      String suffix = classifier.isEmpty() ? "" : "&classifier=" + classifier;
      return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar" + suffix;
    }

    @Override
    public int compareTo(Library other) {
      return purl().compareTo(other.purl());
    }
  }

  private BillOfMaterials() {}

  /** Arguments: version of this project, file with the class path, folder to write to. */
  public static void main(String[] arguments) throws Exception {
    TreeSet<Library> libraries = new TreeSet<>();
    String classPath = Files.readString(Path.of(arguments[1])).strip();
    for (String entry : classPath.split(File.pathSeparator)) {
      libraries.add(library(Path.of(entry)));
    }
    List<Library> rejected = libraries.stream().filter(l -> !isAllowed(l.licences())).toList();
    for (Library library : rejected) {
      System.err.println(library.purl() + ": licences not allowed: " + library.licences());
    }
    if (!rejected.isEmpty()) {
      System.exit(1);
    }
    Path folder = Path.of(arguments[2]);
    Files.write(
        folder.resolve("THIRD-PARTY.txt"),
        libraries.stream()
            .map(l -> l.group() + ":" + l.name() + ":" + l.version() + "  " + join(l.licences()))
            .distinct()
            .toList());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("bom.json").toFile(), bom(arguments[0], libraries));
  }

  private static String join(List<String> licences) {
    return String.join(" | ", licences);
  }

  private static boolean isAllowed(List<String> licences) {
    return licences.stream().anyMatch(l -> !GPL.matcher(l).find() || OPEN.matcher(l).find());
  }

  private static Library library(Path jar) throws Exception {
    Path folder = jar.getParent();
    String version = folder.getFileName().toString();
    String name = folder.getParent().getFileName().toString();
    Path file = folder.resolve(name + "-" + version + ".pom");
    Element pom = parse(file);
    String group = child(pom, "groupId").or(() -> parent(pom, "groupId")).orElseThrow();
    Path repository = folder.getParent().getParent();
    for (int i = 0; i < group.split("\\.").length; i++) {
      repository = repository.getParent();
    }
    String stem = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    String classifier = stem.substring((name + "-" + version).length()).replaceFirst("^-", "");
    List<String> licences = licences(repository, pom);
    if (licences.isEmpty() && KNOWN.containsKey(group + ":" + name)) {
      licences = List.of(KNOWN.get(group + ":" + name));
    }
    return new Library(group, name, version, classifier, jar, licences);
  }

  /** Returns the names of a POM's licences, which it may inherit. */
  private static List<String> licences(Path repository, Element pom) throws Exception {
    List<String> names = new ArrayList<>();
    for (Element licences : children(pom, "licenses")) {
      for (Element licence : children(licences, "license")) {
        String url = child(licence, "url").orElse("");
        String name = child(licence, "name").filter(text -> !text.isEmpty()).orElse(url);
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    Optional<String> parent = parent(pom, "artifactId");
    if (!names.isEmpty() || parent.isEmpty()) {
      return names;
    }
    String version = parent(pom, "version").orElseThrow();
    Path folder = repository.resolve(parent(pom, "groupId").orElseThrow().replace('.', '/'));
    String file = parent.get() + "-" + version + ".pom";
    return licences(repository, parse(folder.resolve(parent.get()).resolve(version).resolve(file)));
  }

  private static Element parse(Path file) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getDocumentElement();
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }

  private static Optional<String> child(Element element, String name) {
    return children(element, name).stream().map(e -> e.getTextContent().strip()).findFirst();
  }

  private static Optional<String> parent(Element pom, String name) {
    return children(pom, "parent").stream().findFirst().flatMap(parent -> child(parent, name));
  }

  private static ObjectNode bom(String version, TreeSet<Library> libraries) throws Exception {
    ObjectNode bom = new ObjectMapper().createObjectNode();
    bom.put("bomFormat", "CycloneDX").put("specVersion", "1.5").put("version", 1);
    bom.putObject("metadata")
        .putObject("component")
        .put("type", "application")
        .put("group", "io.lautum")
        .put("name", "lautum-spark")
        .put("version", version)
        .put("purl", "pkg:maven/io.lautum/lautum-spark@" + version);
    ArrayNode components = bom.putArray("components");
    for (Library library : libraries) {
      ObjectNode component =
          components
              .addObject()
              .put("type", "library")
              .put("bom-ref", library.purl())
              .put("group", library.group())
              .put("name", library.name())
              .put("version", library.version())
              .put("purl", library.purl());
      String sha256 = sha256(library.jar());
      component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
      ArrayNode licences = component.putArray("licenses");
      library.licences().forEach(l -> licences.addObject().putObject("license").put("name", l));
    }
    return bom;
  }

  private static String sha256(Path jar) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
