package dev.patchseek.api.images;

import dev.patchseek.api.settings.WritesImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Pictures of uploaded tars, each tar in a folder of its own until its job moves them to their
 * places: a tar that did not arrive as a whole changes nothing.
 */
@WritesImages
@Component
public final class UnpackedTars {

  private final UploadFolder uploads;
  private final Path folder;

  UnpackedTars(UploadFolder uploads) {
    this.uploads = uploads;
    this.folder = uploads.folder().resolve(".tars");
  }

  /** A folder for another tar; it does not exist yet. */
  public Path next() {
    return folder.resolve(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  }

  /**
   * Writes a picture of a tar.
   *
   * @param tar as {@link #next} gave it
   * @param path among the uploads, see {@link UploadFolder#requirePicturePath}
   */
  public void write(Path tar, String path, byte[] content) throws IOException {
    UploadFolder.write(tar.resolve(UploadFolder.requirePicturePath(path)), content);
  }

  /**
   * Moves what was unpacked to its places among the uploads; what an earlier call has moved stays
   * there.
   *
   * @param source of a job
   * @return where its pictures are now: the uploads, or the source itself where it is no tar
   */
  public Path moveIn(Path source) {
    if (!source.startsWith(folder)) {
      return source;
    }
    try {
      for (Path file : below(source)) {
        if (Files.isRegularFile(file)) {
          uploads.place(file, source.relativize(file).toString().replace('\\', '/'));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uploads.folder();
  }

  /** Removes what is left of a tar; nothing of another folder. */
  public void remove(Path source) {
    if (!source.startsWith(folder)) {
      return;
    }
    try {
      for (Path file : below(source).reversed()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what was left behind, but for some tars. */
  public void removeAllBut(Collection<Path> needed) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> tars = Files.list(folder)) {
      tars.filter(tar -> !needed.contains(tar)).forEach(this::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder and all below, each folder before what it holds. */
  private static List<Path> below(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
