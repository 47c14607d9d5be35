package dev.patchseek.api.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine, driven by Playwright. Nothing is downloaded. */
final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** Milliseconds, of which a busy machine may need many. */
  private static final int PATIENCE = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    // its sandbox does not start for root, and these pages are our own
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--font-render-hinting=none"))
                    .setChromiumSandbox(false));
  }

  /** Starts it; the test is skipped, visibly, on a machine without. */
  static Chromium start() {
    Optional<Path> executable = find();
    Assumptions.assumeTrue(
        executable.isPresent(),
        "skipped: no Chromium among " + NAMES + " in PATH; apt install chromium");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    return new Chromium(executable.get());
  }

  private static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A new window without a history. */
  WatchedPage open(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en"));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    return new WatchedPage(page);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
