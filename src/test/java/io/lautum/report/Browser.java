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

/** The installed Chromium, headless. */
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
                    // Chromium does not start with a sandbox if the user is root, as in a
                    // container.
                    .setChromiumSandbox(false));
  }

  /** Returns the path of Chromium if it is installed. */
  static Optional<Path> executable() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page in a separate window and waits until it is fully loaded. */
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
   * @param complaints console messages, exceptions and dialogs of the page
   * @param requests addresses that the page requested, except data that it contains
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
