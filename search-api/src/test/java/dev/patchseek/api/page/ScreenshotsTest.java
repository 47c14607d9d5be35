package dev.patchseek.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import dev.patchseek.api.SearchServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Takes the README's pictures of the page: {@code mvn verify -Dtest=ScreenshotsTest
 * -Dpatchseek.screenshots=docs/images}, with the index that {@code ./patchseek demo} makes.
 */
class ScreenshotsTest {

  private static final String QUERY = "/?q=a+red+kite+and+a+green+turtle";

  private final Path root = Path.of(System.getProperty("patchseek.root"));

  @Test
  void takesThePicturesOfTheReadme() {
    String folder = System.getProperty("patchseek.screenshots");
    Assumptions.assumeTrue(folder != null, "skipped: no -Dpatchseek.screenshots=FOLDER given");
    Path index =
        root.resolve(System.getProperty("patchseek.screenshots.index", "runs/picturebook/index"));
    Assumptions.assumeTrue(
        Files.isDirectory(index), "skipped: no index at " + index + "; ./patchseek demo makes one");
    try (Chromium chromium = Chromium.start();
        SearchServer server = SearchServer.start(index, null, "127.0.0.1", 0)) {
      Path images = root.resolve(folder);
      try (WatchedPage wide = chromium.open(1280, 800, ColorScheme.LIGHT)) {
        Page page = wide.page();
        page.navigate(server.address() + QUERY);
        assertThat(page.locator(".results img").first()).isVisible();
        page.reload(); // a visitor's server has been asked before
        light(page, "kite");
        take(page, images.resolve("search.jpg"));
        page.mouse().move(0, 0);
        page.locator(".results button").first().click();
        assertThat(page.locator(".viewer .box").first()).isVisible();
        take(page, images.resolve("picture.jpg"));
        wide.assertQuiet();
      }
    }
  }

  private static void light(Page page, String word) {
    page.locator("#words").getByText(word, new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator(".results .lit").nth(5)).isVisible();
  }

  private static void take(Page page, Path file) {
    page.waitForFunction(
        "[...document.images].every(one => one.complete || one.getBoundingClientRect().top > innerHeight)");
    page.waitForTimeout(600); // for what fades in
    page.screenshot(
        new Page.ScreenshotOptions().setPath(file).setType(ScreenshotType.JPEG).setQuality(82));
  }
}
