package dev.patchseek.trainer.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.bundle.TinyBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final String CONFIG =
      """
      name: tiny
      vision: vision
      text: {checkpoint: text}
      lora: {rank: 2, alpha: 4, targets: [query]}
      dim: 8
      train: {format: imagefolder, images: [pictures]}
      heldOut: {format: imagefolder, images: [pictures]}
      stages:
        - {name: align, train: [adapter, heads], epochs: 1, batch: 4, learningRate: 0.01, lambda: 1}
      """;

  @TempDir Path home;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void trainsEverySeedOnceAndWritesMeanAndDeviation() throws IOException {
    Path config = trainable();
    Path page = home.resolve("docs/results/tiny.md");
    Path judged = home.resolve("docs/results/seeds");

    new Results(config, List.of(1L, 2L), home).write(home.resolve("runs"), judged, page, out);

    assertThat(home.resolve("runs/tiny-seed1/bundle")).isDirectory();
    assertThat(home.resolve("runs/tiny-seed2/table.md")).content().contains("8 pictures");
    assertThat(page)
        .content()
        .startsWith("# tiny\n")
        .contains(
            "`./patchseek results --config tiny.yaml --seeds 1,2` at revision unknown",
            "seeds 1, 2, mean ± standard deviation",
            "| MaxSim (served) | ",
            "| global vector alone | ",
            "| MaxSim, un-adapted patches | ",
            "a word of another picture",
            "winners drawn at random",
            "lora: {rank: 2, alpha: 4, targets: [query]}")
        .containsPattern("\\d ± \\d");

    String first = Files.readString(page);
    bytes.reset();
    new Results(config, List.of(1L, 2L), home).write(home.resolve("runs"), judged, page, out);

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(page).content().isEqualTo(first);

    Files.delete(judged.resolve("tiny-seed2.json"));
    new Results(config, List.of(1L, 2L), home).write(home.resolve("runs"), judged, page, out);

    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("this run is finished");
    assertThat(page).content().isEqualTo(first);
  }

  @Test
  void refusesSeedsThatWereJudgedOfAnotherConfiguration() throws IOException {
    Path config = trainable();
    Path page = home.resolve("tiny.md");
    Results results = new Results(config, List.of(1L), home);
    results.write(home.resolve("runs"), home, page, out);

    Files.writeString(config, "# said otherwise\n" + CONFIG.replace("dim: 8\n", "") + "dim: 8\n");
    results.write(home.resolve("runs"), home, page, out);

    Files.writeString(config, CONFIG.replace("epochs: 1", "epochs: 2"));
    assertThatThrownBy(() -> results.write(home.resolve("runs"), home, page, out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tiny-seed1.json is of another configuration");
  }

  private Path trainable() throws IOException {
    PictureBookFolders.write(
        new PictureBook(3), Split.TRAIN, home.resolve("pictures"), 8, done -> {});
    TinyBundle.writeVision(home.resolve("vision"), 1);
    TinyBundle.writeText(home.resolve("text"), 2);
    return Files.writeString(home.resolve("tiny.yaml"), CONFIG);
  }

  @Test
  void asksForHeldOutPictures() throws IOException {
    String without = CONFIG.replaceAll("heldOut.*\n", "");
    Path config = Files.writeString(home.resolve("tiny.yaml"), without);
    Results results = new Results(config, List.of(1L), home);

    assertThatThrownBy(() -> results.write(home, home, home.resolve("page.md"), out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("heldOut");
  }
}
