package dev.patchseek.indexer.benchmark;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.indexer.format.ImageRecord;
import java.nio.file.Path;
import java.time.Instant;

/** What an index stores of the images of a corpus beside their vectors. */
final class Records {

  private static final Path SOURCE = Path.of("/photos/of/the/benchmark");
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  private Records() {}

  static ImageRecord of(int number) {
    String path = "%03d/photo-%07d.jpg".formatted(number % 1000, number);
    String hash = ImageRecord.idOf(path).repeat(4);
    return new ImageRecord(path, SOURCE, 640, 480, hash, new FileStamp(90_000, TIME), TIME);
  }

  static int number(String path) {
    return Integer.parseInt(path.substring(path.length() - 11, path.length() - 4));
  }
}
