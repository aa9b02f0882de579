package io.lautum.report;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Chromium, headless. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  Browser(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    // As root, as in a container, Chromium does not start with one.
                    .setChromiumSandbox(false));
  }

  /** Where Chromium is, if it is anywhere. */
  static Optional<Path> executable() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page in a window of its own and waits until all of it is loaded. */
  Visit open(String address, int width, int height) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height));
    Visit visit = new Visit(context.newPage(), new ArrayList<>(), new ArrayList<>());
    visit.listen();
    visit.page.navigate(address);
    return visit;
  }

  @Override
  public void close() {
    playwright.close();
  }

  /**
   * An open page.
   *
   * @param complaints what was written to the console, thrown, or asked of the user
   * @param requests what the page asked for beside what it holds itself
   */
  record Visit(Page page, List<String> complaints, List<String> requests) implements AutoCloseable {
    private void listen() {
      page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
      page.onPageError(complaints::add);
      page.onDialog(
          dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
          });
      page.onRequest(
          request -> {
            if (!request.url().startsWith("data:")) {
              requests.add(request.url());
            }
          });
    }

    @Override
    public void close() {
      page.context().close();
    }
  }
}
