package dev.patchseek.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PictureBookCommandTest {

  @TempDir private Path temp;

  private final StringWriter said = new StringWriter();

  @Test
  void writesBothSplits() throws IOException {
    Path out = temp.resolve("book");
    assertThat(run("--out", out.toString(), "--train", "6", "--gallery", "4")).isZero();
    assertThat(Files.readAllLines(out.resolve("train/metadata.jsonl"))).hasSize(6);
    assertThat(Files.readAllLines(out.resolve("gallery/metadata.jsonl"))).hasSize(4);
    assertThat(out.resolve("gallery/00003.jpg")).isNotEmptyFile();
    assertThat(said.toString()).contains("6 pictures", "4 pictures");
  }

  @Test
  void drawsAContactSheet() throws IOException {
    Path sheet = temp.resolve("sheets/sheet.png");
    assertThat(run("--contact-sheet", sheet.toString())).isZero();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(1000);
  }

  @Test
  void drawsNoContactSheetInAnUnknownFormat() {
    Path sheet = temp.resolve("sheet.txt");
    assertThat(run("--contact-sheet", sheet.toString())).isNotZero();
    assertThat(said.toString()).contains(".png or .jpg");
    assertThat(sheet).doesNotExist();
  }

  @Test
  void asksForSomethingToDraw() {
    assertThat(run()).isNotZero();
    assertThat(said.toString()).contains("--out", "--contact-sheet");
  }

  private int run(String... arguments) {
    var command = new CommandLine(new PictureBookCommand());
    command.setOut(new PrintWriter(said, true));
    command.setErr(new PrintWriter(said, true));
    return command.execute(arguments);
  }
}
