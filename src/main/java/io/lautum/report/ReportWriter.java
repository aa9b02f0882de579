package io.lautum.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Renders a report as one HTML file that needs no network and no other file. */
public final class ReportWriter {
  /** The file's name in an experiment's directory. */
  public static final String FILE = "report.html";

  private static final String TEMPLATE = "report.ftlh";

  private ReportWriter() {}

  /**
   * Writes {@code report.html} into an experiment's directory. The file appears whole: it is
   * written under another name, then renamed over what was there.
   *
   * @return the file
   */
  public static Path write(Report report, FileSystem fileSystem, Path directory)
      throws IOException {
    Path file = new Path(directory, FILE);
    Path temporary = new Path(directory, "." + FILE + ".tmp");
    try (Writer out =
        new OutputStreamWriter(fileSystem.create(temporary, true), StandardCharsets.UTF_8)) {
      render(report, out);
    }
    // Hadoop's rename refuses a target that exists.
    fileSystem.delete(file, false);
    if (!fileSystem.rename(temporary, file)) {
      throw new IOException("cannot rename " + temporary + " to " + file);
    }
    return file;
  }

  /** Renders the HTML, UTF-8 by its own declaration. */
  static void render(Report report, Writer out) throws IOException {
    // The extension ftlh makes every value be escaped for HTML.
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(ReportWriter.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("c");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    try {
      configuration.getTemplate(TEMPLATE).process(Map.of("report", report), out);
    } catch (TemplateException e) {
      throw new IllegalStateException(TEMPLATE + ": " + e.getMessage(), e);
    }
  }
}
