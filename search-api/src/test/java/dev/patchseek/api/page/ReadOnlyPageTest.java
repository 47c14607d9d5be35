package dev.patchseek.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.SearchServer;
import dev.patchseek.api.TestedEngine;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The page over an index that the service only reads. */
@ParameterizedClass
@EnumSource(ReadOnlyPageTest.Setting.class)
class ReadOnlyPageTest extends OpenPage {

  /** Indexes that are only read. */
  enum Setting {
    SHARDS {
      @Override
      SearchServer serve(ColourWorld world, Path directory) throws IOException {
        Path shards = Files.createDirectory(directory.resolve("shards"));
        shard(world, shards.resolve("shard-0"), ColourWorld.RED, ColourWorld.GREEN);
        shard(world, shards.resolve("shard-1"), ColourWorld.BLUE);
        ShardManifest.of(shards).write(shards);
        return SearchServer.start(shards, null, "127.0.0.1", 0);
      }
    },
    CLUSTER {
      @Override
      SearchServer serve(ColourWorld world, Path directory) throws IOException {
        return TestedEngine.OPENSEARCH.serve(world.index(), world.bundle());
      }
    };

    abstract SearchServer serve(ColourWorld world, Path directory) throws IOException;

    private static void shard(ColourWorld world, Path shard, String... paths) throws IOException {
      new ColourWorld(world.pictures(), world.bundle(), shard).index(paths);
    }
  }

  @Parameter private Setting setting;

  @TempDir private static Path directory;
  private static ColourWorld world;
  private static SearchServer server;

  @BeforeParameterizedClassInvocation
  static void start(Setting setting) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(setting.name()));
    world = ColourWorld.in(folder);
    server = setting.serve(world, folder);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Test
  void findsPicturesAndShowsWhereTheirWordsAre() {
    page.navigate(server.address() + "/?q=red+green");
    assertThat(pictures()).hasCount(3);
    chip("green").hover();
    assertThat(page.locator(".results .lit")).hasCount(3);

    pictures().first().click();

    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.getByText("More like this").click();
    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("score 1.0"));
    watched.assertAccessible();
  }

  @Test
  void searchesByAPictureFile() {
    page.navigate(server.address().toString());
    page.locator("#file").setInputFiles(world.pictures().resolve(ColourWorld.GREEN));

    assertThat(pictures().first()).hasAccessibleName(Pattern.compile("green.png"));
  }

  @Test
  void offersNothingThatWrites() {
    page.navigate(server.address().toString());
    assertThat(page.locator("#about")).containsText("3 pictures");

    assertThat(page.getByLabel("Search by a picture", exactly())).isVisible();
    assertThat(page.locator("#file")).hasAttribute("accept", "image/*");
    assertThat(page.locator("#notice")).containsText("Or drop a picture here");
    assertThat(page.locator("#notice .writing")).isHidden();
    watched.assertAccessible();
  }

  @Test
  void tellsThatPicturesAreNotAddedHere() throws IOException {
    page.navigate(server.address().toString());
    assertThat(page.locator("#about")).containsText("3 pictures");
    Path tar = Files.createFile(Files.createTempDirectory(directory, "tar").resolve("trip.tar"));

    page.locator("#file").setInputFiles(tar);
    assertOnlyReads();
    page.reload();
    assertThat(page.locator("#about")).containsText("3 pictures");
    page.locator("#file")
        .setInputFiles(
            new Path[] {
              world.pictures().resolve(ColourWorld.RED), world.pictures().resolve(ColourWorld.BLUE)
            });
    assertOnlyReads();
  }

  private void assertOnlyReads() {
    assertThat(page.locator("#notice")).containsText("this index is only read");
    assertThat(page.locator(".job")).hasCount(0);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
