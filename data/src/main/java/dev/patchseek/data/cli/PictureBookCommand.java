package dev.patchseek.data.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.picturebook.ContactSheet;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchseek picturebook}: writes the embedded world to disk. */
@Command(
    name = "picturebook",
    mixinStandardHelpOptions = true,
    description = "Draws the picture book: captioned scenes with a box for every phrase.")
public final class PictureBookCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "writes DIR/train and DIR/gallery as Hugging Face imagefolders")
  private Path out;

  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "4000",
      description = "pictures to train on (default: ${DEFAULT-VALUE})")
  private int train;

  @Option(
      names = "--gallery",
      paramLabel = "M",
      defaultValue = "600",
      description = "held-out pictures (default: ${DEFAULT-VALUE})")
  private int gallery;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "the same seed draws the same pictures (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--contact-sheet",
      paramLabel = "FILE",
      description = "draws an overview of all kinds and of 24 scenes, .png or .jpg")
  private Path contactSheet;

  @Override
  public Integer call() throws IOException {
    if (out == null && contactSheet == null) {
      throw new InvalidInputException("nothing to draw: give --out DIR or --contact-sheet FILE");
    }
    var book = new PictureBook(seed);
    PrintWriter console = spec.commandLine().getOut();
    if (out != null) {
      write(book, Split.TRAIN, "train", train, console);
      write(book, Split.GALLERY, "gallery", gallery, console);
    }
    if (contactSheet != null) {
      drawContactSheet(book);
      console.println("drew " + contactSheet);
    }
    return 0;
  }

  private void drawContactSheet(PictureBook book) throws IOException {
    String name = contactSheet.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!format.equals("png") && !format.equals("jpg")) {
      throw new InvalidInputException(
          "--contact-sheet %s: expected a name that ends in .png or .jpg".formatted(contactSheet));
    }
    Files.createDirectories(contactSheet.toAbsolutePath().getParent());
    ImageIO.write(ContactSheet.draw(book), format, contactSheet.toFile());
  }

  private void write(PictureBook book, Split split, String name, int count, PrintWriter console)
      throws IOException {
    Path folder = out.resolve(name);
    PictureBookFolders.write(book, split, folder, count, written -> {});
    console.printf("wrote %d pictures to %s%n", count, folder);
  }
}
