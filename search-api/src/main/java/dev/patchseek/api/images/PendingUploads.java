package dev.patchseek.api.images;

import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Files of pictures that are just being put or removed, each by the picture's id. A change happens
 * when the index commits it, and its file waits here until then: after a crash the index tells
 * whether a file that still waits was to come or to go. For one writer at a time.
 */
@WritesImages
@Component
final class PendingUploads {

  private final UploadFolder uploads;
  private final Path folder;

  PendingUploads(UploadFolder uploads) {
    this.uploads = uploads;
    this.folder = uploads.folder().resolve(".pending");
  }

  /** Takes a file in that belongs to the index's next commit. */
  Path come(String id, byte[] content) throws IOException {
    Path waiting = folder.resolve(id);
    UploadFolder.write(waiting, content);
    return waiting;
  }

  /** Takes the file of a path out of its place until the picture has gone from the index. */
  void go(String id, String path) throws IOException {
    Path place = uploads.placeOf(path);
    if (Files.exists(place)) {
      Files.createDirectories(folder);
      Files.move(
          place,
          folder.resolve(id),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Forgets the file of a picture that has gone. */
  void gone(String id) throws IOException {
    Files.deleteIfExists(folder.resolve(id));
  }

  /** Whether nothing is under way. */
  boolean isEmpty() {
    return waiting().isEmpty();
  }

  /** Ends what was cut off, as the index has it: a file gets its place, or goes. */
  void settle(PatchIndexWriter index) throws IOException {
    for (Path file : waiting()) {
      Optional<ImageRecord> image =
          index
              .stored(file.getFileName().toString())
              .filter(known -> known.source().equals(uploads.folder()));
      if (image.isPresent() && image.get().contentHash().equals(hash(file))) {
        uploads.place(file, image.get().path());
      } else {
        Files.delete(file);
      }
    }
  }

  private static String hash(Path file) throws IOException {
    return Sha256.hex(Files.readAllBytes(file));
  }

  private List<Path> waiting() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
