package dev.patchseek.indexer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.indexer.Drawings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {

  @TempDir private static Path models;
  private static String model;

  @TempDir private Path folder;
  private Path photos;
  private String index;

  /** What a command left behind. */
  private record Outcome(int status, String out, String err) {}

  @BeforeAll
  static void writeModel() throws IOException {
    model = TinyBundle.write(models.resolve("tiny"), 1).toString();
  }

  @BeforeEach
  void drawPhotos() throws IOException {
    photos = folder.resolve("photos");
    index = folder.resolve("index").toString();
    List<Color> colours = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    for (int i = 0; i < colours.size(); i++) {
      Drawings.write(photos.resolve("photo%d.png".formatted(i)), colours.get(i));
    }
  }

  @Test
  void findsImagesWithTheModelTheIndexRemembers() {
    Outcome indexed = index(photos, model);
    assertThat(indexed.status()).isZero();
    assertThat(indexed.out())
        .contains("4 images added, 0 updated, 0 unchanged, 0 removed, 0 skipped");
    Outcome found = search("a red", "dog", "--index", index, "--limit", "3");
    assertThat(found.status()).isZero();
    List<String> lines = found.out().lines().toList();
    assertThat(lines).hasSize(3 * 4);
    for (int rank = 1; rank <= 3; rank++) {
      List<String> hit = lines.subList(4 * (rank - 1), 4 * rank);
      assertThat(hit.getFirst()).matches("  " + rank + "  -?[01]\\.\\d{4}  photo\\d\\.png");
      for (String word : List.of("a", "red", "dog")) {
        Pattern match =
            Pattern.compile(
                " +" + word + " +row +[0-3]  column +[0-3]  -?0\\.\\d{4}  weight 0\\.\\d\\d");
        assertThat(hit).anyMatch(line -> match.matcher(line).matches());
      }
    }
  }

  @Test
  void indexingAgainChangesNothing() {
    index(photos, model);
    assertThat(index(photos, model).out())
        .contains("0 images added, 0 updated, 4 unchanged, 0 removed, 0 skipped");
  }

  @Test
  void tellsByStatus3ThatImagesWereSkipped() throws IOException {
    Files.writeString(photos.resolve("letter.jpg"), "Dear reader");
    Outcome indexed = index(photos, model);
    assertThat(indexed.status()).isEqualTo(3);
    assertThat(indexed.out()).contains("4 images added").contains("1 skipped");
    assertThat(indexed.err()).startsWith("skipped letter.jpg: ");
  }

  @Test
  void refusesFoldersWithoutImagesAndLeavesNoIndex() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path source : List.of(empty, folder.resolve("missing"))) {
      Outcome indexed = index(source, model);
      assertThat(indexed.status()).isEqualTo(2);
      assertThat(indexed.err()).contains(source.toString());
    }
    assertThat(Path.of(index)).doesNotExist();
  }

  @Test
  void refusesAMissingModelAndLeavesNoIndex() {
    Outcome indexed = index(photos, folder.resolve("no-model").toString());
    assertThat(indexed.status()).isEqualTo(2);
    assertThat(indexed.err()).contains("no-model");
    assertThat(Path.of(index)).doesNotExist();
  }

  @Test
  void refusesAnotherModelThanTheIndexWasMadeWith() throws IOException {
    index(photos, model);
    String other = TinyBundle.write(folder.resolve("other"), 2).toString();
    Drawings.write(photos.resolve("new.png"), Color.BLACK);
    for (Outcome refused :
        List.of(index(photos, other), search("dog", "--index", index, "--model", other))) {
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("was made by model tiny").contains(model);
    }
  }

  @Test
  void asksForAModelThatHasMoved() throws IOException {
    Path first = TinyBundle.write(folder.resolve("first"), 1);
    index(photos, first.toString());
    Path moved = Files.move(first, folder.resolve("moved"));
    assertThat(search("dog", "--index", index).err()).contains("--model").contains("first");
    assertThat(search("dog", "--index", index, "--model", moved.toString()).status()).isZero();
  }

  @Test
  void refusesAQueryWithoutWordsAndAMissingIndex() {
    index(photos, model);
    Outcome wordless = search("  ", "--index", index);
    assertThat(wordless.status()).isEqualTo(2);
    assertThat(wordless.err()).contains("no words");
    Outcome missing = search("dog", "--index", folder.resolve("nothing").toString());
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("no index at");
  }

  @Test
  void saysWhatAnIndexHolds() {
    index(photos, model);
    Outcome stats = run(new IndexCommand(), "stats", "--index", index);
    assertThat(stats.status()).isZero();
    assertThat(stats.out())
        .contains("4 images, 1 segments, 0.0 % deleted")
        .contains("model  tiny (fingerprint ")
        .contains("bytes per image ")
        .contains("  patches ");
  }

  @Test
  void provesAnIndexSoundOrNamesItsFaults() throws IOException {
    index(photos, model);
    Outcome sound = run(new IndexCommand(), "verify", "--index", index);
    assertThat(sound.err()).isEmpty();
    assertThat(sound.status()).isZero();
    assertThat(sound.out())
        .contains("4 images, sound; 4 embedded again, least cosine ")
        .contains("0 originals gone or changed");
    Drawings.write(photos.resolve("photo1.png"), Color.BLACK);
    Files.delete(photos.resolve("photo2.png"));
    assertThat(run(new IndexCommand(), "verify", "--index", index).out())
        .contains("sound; 2 embedded again")
        .contains("2 originals gone or changed");
    assertThat(run(new IndexCommand(), "verify", "--index", index, "--sample", "0").status())
        .isZero();
  }

  @Test
  void noticesVectorsThatTheModelDoesNotGive() throws IOException {
    index(photos, model);
    try (PatchIndexWriter writer =
            PatchIndexWriter.open(Path.of(index), IndexManifest.read(Path.of(index)));
        Bundle bundle = Bundle.load(Path.of(model))) {
      RgbImage noise = new RgbImage(40, 30, new byte[3600]);
      new Random(1).nextBytes(noise.rgb());
      ImageRecord record = writer.stored(ImageRecord.idOf("photo1.png")).orElseThrow();
      writer.put(record, bundle.embedImages(List.of(noise)).getFirst());
    }
    Outcome faulty = run(new IndexCommand(), "verify", "--index", index);
    assertThat(faulty.status()).isEqualTo(4);
    assertThat(faulty.out()).contains("FAULTY");
    assertThat(faulty.err())
        .startsWith("photo1.png: the model gives other vectors")
        .satisfies(lines -> assertThat(lines.lines()).hasSize(1));
  }

  @Test
  void exportsAnIndex() {
    index(photos, model);
    Path out = folder.resolve("export");
    Outcome exported = run(new IndexCommand(), "export", "--index", index, "--out", out.toString());
    assertThat(exported.status()).isZero();
    assertThat(exported.out()).contains("4 images");
    assertThat(out.resolve("images.jsonl"))
        .content()
        .satisfies(text -> assertThat(text.lines()).hasSize(4));
  }

  @Test
  void asksWhatToIndex() {
    assertThat(run(new IndexCommand()).status()).isEqualTo(2);
    Outcome halfway = run(new IndexCommand(), photos.toString(), "--model", model);
    assertThat(halfway.status()).isEqualTo(2);
    assertThat(halfway.err()).contains("--index");
  }

  @Test
  void findsByWeightedAndUnwantedWords() {
    index(photos, model);
    // the tiny model reads dog as three tokens
    Outcome found = search("a dog^3 -red", "--index", index, "--limit", "1");
    assertThat(found.err()).isEmpty();
    assertThat(found.out().lines().filter(line -> line.contains(" dog ")))
        .first()
        .asString()
        .contains("weight 0.90");
    assertThat(found.out().lines().filter(line -> line.contains(" red ")))
        .first()
        .asString()
        .contains("weight -0.50");
    assertThat(search("dog^11", "--index", index).err()).contains("from 0 to 10");
  }

  @Test
  void findsByAnImageAndByARegion() {
    index(photos, model);
    String file = photos.resolve("photo2.png").toString();
    Outcome found = search("--image", file, "--index", index, "--limit", "2");
    assertThat(found.out())
        .startsWith("  1  ")
        .containsSubsequence("photo2.png", "the patches searched by add");
    String id = ImageRecord.idOf("photo1.png");
    String like = "photo1.png";
    for (String[] part : new String[][] {{}, {"--region", "0,0,9.5,9"}}) {
      List<String> arguments =
          new ArrayList<>(List.of("red", "--like", like, "--image-share", "0.9", "--index", index));
      arguments.addAll(List.of(part));
      assertThat(search(arguments.toArray(String[]::new)).out().lines().findFirst().orElseThrow())
          .endsWith("photo1.png");
    }
    assertThat(search("--like", id, "--like", id, "--region", "0,0,1,1", "--index", index).err())
        .contains("one image");
    assertThat(search("--like", "nobody", "--index", index).err())
        .contains("no image of this path or id");
    assertThat(search("--image", "nothing.png", "--index", index).err()).contains("does not exist");
    assertThat(search("--index", index).err()).contains("no words");
  }

  @Test
  void filtersCountsPagesAndExplains() throws IOException {
    Path metadata = folder.resolve("m.csv");
    Files.writeString(
        metadata, "file_name,tag\nphoto0.png,warm\nphoto3.png,warm\nphoto2.png,cold\n");
    run(
        new IndexCommand(),
        photos.toString(),
        "--model",
        model,
        "--index",
        index,
        "--metadata",
        metadata.toString());
    Outcome all = search("dog", "--index", index, "--filter", "tag:warm", "--explain", "--exact");
    assertThat(paths(all)).containsExactlyInAnyOrder("photo0.png", "photo3.png");
    assertThat(all.out()).contains("plan: exact scan; the filter admits 2 of 4 images", "scan");
    Outcome second =
        search("dog", "--index", index, "--filter", "tag:warm", "--limit", "1", "--offset", "1");
    assertThat(paths(second)).containsExactly(paths(all).get(1));
    assertThat(second.out()).startsWith("  2  ");
    assertThat(search("dog", "--index", index, "--min-score", "2").out()).isEmpty();
    assertThat(search("dog", "--index", index, "--filter", "tag:hot").err()).contains("--facets");
    assertThat(search("dog", "--index", index, "--filter", "warm").err())
        .contains("not understood");
    assertThat(search("--facets", "--index", index).out())
        .isEqualToNormalizingNewlines("tag (2 values)\n        2  warm\n        1  cold\n");
  }

  private static List<String> paths(Outcome found) {
    return found
        .out()
        .lines()
        .filter(line -> line.endsWith(".png"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private Outcome index(Path source, String bundle) {
    return run(
        new IndexCommand(), source.toString(), "--model", bundle, "--index", index, "--batch", "3");
  }

  private static Outcome search(String... arguments) {
    return run(new SearchCommand(), arguments);
  }

  /** Runs a command as the patchseek program does. */
  private static Outcome run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                  if (failure instanceof InvalidInputException) {
                    line.getErr().println(failure.getMessage());
                    return 2;
                  }
                  throw failure;
                })
            .execute(arguments);
    return new Outcome(status, out.toString(), err.toString());
  }
}
