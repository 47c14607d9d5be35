package dev.patchseek.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.SearchServer;
import dev.patchseek.api.security.ApiKeys;
import dev.patchseek.data.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do on the page, in a real browser over real HTTP. */
class PageTest extends OpenPage {

  @TempDir private static Path directory;
  private static ColourWorld world;
  private static SearchServer server;

  @BeforeAll
  static void start() throws IOException {
    world = ColourWorld.in(directory);
    server = SearchServer.start(world.index(), null, "127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void showsResultsWhileTyping() {
    visit("/");
    page.keyboard().type("red");

    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("squares/red.png"));
    assertThat(pictures()).hasCount(3);
    assertThat(page).hasURL(server.address() + "/?q=red");
  }

  @Test
  void lightsUpAWordOnEveryPicture() {
    visit("/?q=red+green");
    chip("green").hover();

    assertThat(page.locator(".results .lit")).hasCount(3);
    int place = pictures().first().getAttribute("aria-label").contains("green.png") ? 0 : 1;
    List<?> greens = greens(place);
    assertThat((Integer) greens.get(0)).as("the green square").isGreaterThan(100);
    assertThat((Integer) greens.get(1)).as("white, far from it").isLessThan(50);
  }

  @Test
  void showsThePatchesOfAllWordsOnALargePicture() {
    visit("/?q=red+green");
    pictures().first().click();

    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertThat(page.locator(".viewer .box")).hasCount(2);
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
  }

  @Test
  void goesBackToTheQueryBefore() {
    visit("/?q=red");
    assertThat(pictures()).hasCount(3);
    search().fill("blue");
    search().press("Enter");
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("blue.png"));

    page.goBack();

    assertThat(search()).hasValue("red");
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("squares/red.png"));
  }

  @Test
  void goesBackToTheQueryBeforeOneTypedAtOnce() {
    visit("/?q=red");
    search().selectText();
    page.keyboard().type("blue");
    assertThat(page).hasURL(server.address() + "/?q=blue");

    page.goBack();

    assertThat(search()).hasValue("red");
    assertThat(page).hasURL(server.address() + "/?q=red");
  }

  @Test
  void isUsableWithTheKeyboardAlone() {
    visit("/?q=red+green");
    assertThat(pictures()).hasCount(3);
    pictures().first().focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#viewer-name")).hasText(Pattern.compile("red|green"));
    String first = page.locator("#viewer-name").innerText();

    page.keyboard().press("ArrowRight");

    assertThat(page.locator("#viewer-name")).not().hasText(first);
    page.keyboard().press("Escape");
    assertThat(page.locator(".results :focus")).hasCount(1);
    page.keyboard().press("/");
    assertThat(search()).isFocused();
  }

  @Test
  void weighsAWordByItsChip() {
    visit("/?q=red+green");
    chip("green").click();
    page.getByLabel("“green” counts more").click();

    assertThat(search()).hasValue("red green^2");
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("green.png"));
    assertThat(page).hasURL(server.address() + "/?q=red+green%5E2");
    page.goBack();
    assertThat(search()).hasValue("red green");
  }

  @Test
  void weighsAndAvoidsAWordByTheKeyboard() {
    visit("/?q=square+green");
    Locator green = page.locator("#words button.word").filter(hasText("green"));
    green.press("ArrowDown");
    assertThat(search()).hasValue("square green^0.5");

    green.press("-");

    assertThat(search()).hasValue("square -green");
    assertThat(pictures().last()).hasAccessibleName(Pattern.compile("green.png"));
    assertThat(page.locator("#words .not")).hasText(Pattern.compile("green"));
    watched.assertAccessible();
  }

  @Test
  void searchesByAPartOfAPicture() {
    visit("/?q=red");
    pictures().first().click();
    BoundingBox frame = page.locator(".frame").boundingBox();
    // about the red square of 4 x 4 patches
    page.mouse().move(frame.x + frame.width * 0.26, frame.y + frame.height * 0.26);
    page.mouse().down();
    page.mouse().move(frame.x + frame.width * 0.49, frame.y + frame.height * 0.49);
    page.mouse().up();

    assertThat(page)
        .hasURL(Pattern.compile("like=[0-9a-f]{16}&region=20\\d%2C10\\d%2C39\\d%2C19\\d$"));
    assertThat(page.locator("#by-picture")).containsText("a part of this picture");
    assertThat(page.locator(".by-region")).isVisible();
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("red.png, score 1.0"));
    watched.assertAccessible();
    page.getByText("without it").click();
    assertThat(page.locator("#notice")).containsText("Say what the picture shows");
  }

  @Test
  void searchesByThePatchOfAWordWithoutDragging() {
    visit("/?q=red");
    pictures().first().click();
    page.locator(".word-row").first().click();
    page.getByText("Search by the patch of “red”").click();

    assertThat(page).hasURL(Pattern.compile("region=200%2C100%2C400%2C200$"));
    assertThat(pictures()).hasCount(3);
  }

  @Test
  void findsMoreLikeAPicture() {
    visit("/?q=blue");
    pictures().first().click();
    page.getByText("More like this").click();

    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("blue.png, score 1.0"));
    chip("the picture").hover();
    assertThat(page.locator(".results .lit")).hasCount(3);
  }

  @Test
  void searchesByAPictureFile() {
    visit("/");
    page.locator("#file").setInputFiles(world.pictures().resolve(ColourWorld.GREEN));

    assertThat(page).hasURL(Pattern.compile("picture=[0-9a-f]{32}$"));
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("green.png"));
    assertThat(page.getByAltText("the uploaded picture")).isVisible();
    page.reload();
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("green.png"));
  }

  @Test
  void leavesOutPicturesBelowTheThreshold() {
    visit("/?q=red");
    assertThat(pictures()).hasCount(3);
    page.getByLabel("Score:").focus();
    for (int step = 0; step < 20; step++) {
      page.keyboard().press("PageUp");
    }

    assertThat(pictures()).hasCount(1);
    assertThat(page.locator("#threshold-value")).containsText("at least");
    assertThat(page).hasURL(Pattern.compile("minScore=(0\\.9|1)"));
    page.goBack();
  }

  @Test
  void indexesADroppedTarAndTellsItsProgress() throws IOException {
    Path tar = directory.resolve("trip.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      TarArchiveEntry entry = new TarArchiveEntry("cyan.png");
      byte[] file = ImageWriter.png(ColourWorld.square(64, 64, 1, 2, 0x00ffff));
      entry.setSize(file.length);
      out.putArchiveEntry(entry);
      out.write(file);
      out.closeArchiveEntry();
    }
    try (SearchServer other = openWithUploads()) {
      page.navigate(other.address().toString());
      page.locator("#file").setInputFiles(tar);

      assertThat(page.locator(".job-text")).hasText("1 new, 0 changed, 0 known already");
      watched.assertAccessible();
      assertThat(page.locator("#about")).containsText("4 pictures");
    }
  }

  @Test
  void packsDroppedPicturesIntoATar() throws IOException {
    Path red = directory.resolve("deep red.png");
    ColourWorld.write(red, ColourWorld.square(64, 64, 0, 0, 0xff0000));
    Path lime = directory.resolve("lime.png");
    ColourWorld.write(lime, ColourWorld.square(64, 64, 0, 1, 0x00ff00));
    try (SearchServer other = openWithUploads()) {
      page.navigate(other.address() + "/?q=red");
      assertThat(pictures()).hasCount(3);
      page.locator("#file").setInputFiles(new Path[] {red, lime});

      assertThat(page.locator(".job-text")).hasText("2 new, 0 changed, 0 known already");
      assertThat(page.getByLabel(Pattern.compile("dropped/deep red.png"))).isVisible();
      assertThat(pictures()).hasCount(5);
    }
  }

  @Test
  void asksForTheKeyThatTheServiceNeeds() throws IOException {
    Path keys = directory.resolve("keys");
    String key = ApiKeys.add(keys, "visitor", "read");
    try (SearchServer closed =
        SearchServer.start(
            Map.of(
                "patchseek.index",
                world.index().toString(),
                "patchseek.port",
                "0",
                "patchseek.management-port",
                "-1",
                "patchseek.keys",
                keys.toString()))) {
      page.navigate(closed.address() + "/?q=red");
      page.getByLabel("API key").fill(key);
      watched.assertAccessible();
      page.getByText("Open", new Page.GetByTextOptions().setExact(true)).click();

      assertThat(pictures()).hasCount(3);
      watched.forgive("401");
    }
  }

  @Test
  void saysWhatIsWrongWithAQueryWithoutWords() {
    visit("/?q=%3C%7Cendoftext%7C%3E");

    assertThat(page.locator("#notice")).containsText("has no words");
    watched.forgive("400");
  }

  @ParameterizedTest
  @CsvSource({"1440, LIGHT", "1440, DARK", "768, LIGHT", "390, LIGHT", "390, DARK"})
  void isAccessibleAndFitsItsWidth(int width, ColorScheme scheme) {
    close();
    watched = chromium.open(width, 800, scheme);
    page = watched.page();
    visit("/");
    watched.assertAccessible();
    visit("/?q=a+red+square+and+green");
    assertThat(pictures()).hasCount(3);
    watched.assertAccessible();
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    pictures().first().click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    watched.assertAccessible();
  }

  private void visit(String path) {
    page.navigate(server.address() + path);
  }

  /** A service over a copy of the world, which may change. */
  private static SearchServer openWithUploads() throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy");
    return SearchServer.start(
        Map.of(
            "patchseek.index", ColourWorld.in(copy).index().toString(),
            "patchseek.port", "0",
            "patchseek.management-port", "-1"));
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private Locator search() {
    return page.getByRole(AriaRole.SEARCHBOX);
  }

  /** The green of the heat, 0 to 255, at the bottom left and the top right of a result. */
  private List<?> greens(int result) {
    return (List<?>)
        page.evaluate(
            """
            result => {
              const canvas = document.querySelectorAll('.results canvas')[result];
              const {width, height} = canvas;
              const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
              const green = (x, y) => data[(Math.floor(y * height) * width + Math.floor(x * width)) * 4 + 1];
              return [green(0.12, 0.88), green(0.88, 0.12)];
            }
            """,
            result);
  }
}
