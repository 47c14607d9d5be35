package dev.patchseek.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.indexer.format.ImageRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The menus of values that pictures have. */
class FacetMenuTest {

  @TempDir private Path directory;

  @Test
  void narrowsTheSearchByAValueThatPicturesHave() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    try (Chromium chromium = Chromium.start();
        SearchServer server = SearchServer.start(world.index(), null, "127.0.0.1", 0);
        WatchedPage watched = chromium.open(1200, 800, ColorScheme.LIGHT)) {
      for (String path : List.of(ColourWorld.RED, ColourWorld.BLUE)) {
        tag(server, path, "on the lawn");
      }
      Page page = watched.page();
      Locator pictures = page.locator(".results .open");
      page.navigate(server.address() + "/?q=red");
      assertThat(pictures).hasCount(3);

      page.locator(".facet summary").click();
      Locator lawn = page.locator(".facet button");
      assertThat(lawn).hasText(Pattern.compile("on the lawn\\s*2"));
      watched.assertAccessible();
      lawn.click();

      assertThat(pictures).hasCount(2);
      assertThat(page.locator("#filter")).hasValue("tag:\"on the lawn\"");
      assertThat(lawn).hasAttribute("aria-pressed", "true");
      lawn.click();
      assertThat(pictures).hasCount(3);
      watched.assertQuiet();
    }
  }

  private static void tag(SearchServer server, String path, String tag) throws Exception {
    byte[] metadata = "{\"tag\": [\"%s\"]}".formatted(tag).getBytes(StandardCharsets.UTF_8);
    String place = "/api/v1/images/" + ImageRecord.idOf(path);
    Http http = new Http(server.address(), null);
    assertThat(http.send("PATCH", place, "application/json", metadata).statusCode()).isEqualTo(200);
  }
}
