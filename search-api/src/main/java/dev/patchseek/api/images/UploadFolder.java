package dev.patchseek.api.images;

import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The files that were uploaded. Nothing is ever read or written outside of their folder. */
@WritesImages
@Component
public final class UploadFolder {

  private static final int LONGEST = 200;

  /** Names without control characters, and without what some file system treats specially. */
  private static final Pattern NAME =
      Pattern.compile("[^\\p{Cntrl}/\\\\:*?\"<>|.][^\\p{Cntrl}/\\\\:*?\"<>|]{0,99}");

  private static final Pattern PICTURE = Pattern.compile("(?i).+\\.(jpe?g|png|webp|gif|bmp|tiff?)");

  private final Path folder;

  UploadFolder(ServiceSettings settings) {
    this.folder = settings.uploads();
  }

  /** The folder; it may not exist yet. */
  public Path folder() {
    return folder;
  }

  /**
   * Holds a path to be one of a picture that may be stored.
   *
   * @throws InvalidInputException when it leaves the folder or has an unusual name
   */
  public static String requirePicturePath(String path) {
    if (path.length() > LONGEST || !PICTURE.matcher(path).matches()) {
      throw new InvalidInputException(
          "a path has at most %d characters and the ending of a picture, such as holiday/kite.jpg"
              .formatted(LONGEST));
    }
    for (String name : path.split("/", -1)) {
      if (!NAME.matcher(name).matches()) {
        throw new InvalidInputException(
            "a path is made of ordinary names between single slashes, such as holiday/kite.jpg");
      }
    }
    return path;
  }

  /**
   * Writes a file to where it waits for its place, and lets the disk keep it.
   *
   * @param file below a hidden folder of the uploads, so that no job indexes it
   */
  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Moves a file to its place, at once and in place of the one that is there. */
  void place(Path waiting, String path) throws IOException {
    Files.move(
        waiting,
        placeOf(path),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Where the file of a path belongs.
   *
   * @throws InvalidInputException when that is not in the folder
   */
  Path placeOf(String path) throws IOException {
    Path file = folder.resolve(requirePicturePath(path)).normalize();
    if (!file.startsWith(folder)) {
      throw new InvalidInputException("the path leaves the folder of uploads");
    }
    Files.createDirectories(file.getParent());
    // a link inside the folder may point out of it
    if (!file.getParent().toRealPath().startsWith(folder.toRealPath())) {
      throw new InvalidInputException("the path leaves the folder of uploads");
    }
    return file;
  }
}
