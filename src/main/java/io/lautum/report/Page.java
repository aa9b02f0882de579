package io.lautum.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.lautum.report.chart.Palette;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Renders pages from the templates of this package. */
final class Page {
  private Page() {}

  /**
   * Renders a template. Its name must end in {@code ftlh}: FreeMarker then escapes every value for
   * HTML.
   *
   * @param values values that the template refers to
   */
  static String render(String template, Map<String, ?> values) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(Page.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setURLEscapingCharset(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("c");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    Map<String, Object> all = new HashMap<>(values);
    all.put("palette", Map.of("light", Palette.light(), "dark", Palette.dark()));
    all.put("stripWidth", DrawStrip.WIDTH);
    StringWriter out = new StringWriter();
    try {
      configuration.getTemplate(template).process(all, out);
    } catch (TemplateException e) {
      throw new IllegalStateException(template + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(template, e);
    }
    return out.toString().stripLeading();
  }
}
