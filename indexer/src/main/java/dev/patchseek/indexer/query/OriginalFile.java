package dev.patchseek.indexer.query;

import dev.patchseek.data.dataset.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The file an indexed image was read from, found again by what the index stored of it.
 *
 * @param source the folder or tar that was indexed
 * @param name the path inside it
 */
record OriginalFile(Path source, String name) implements ImageSource {

  @Override
  public byte[] read() throws IOException {
    return Files.isRegularFile(source) ? readEntry() : Files.readAllBytes(source.resolve(name));
  }

  private byte[] readEntry() throws IOException {
    try (TarFile tar = new TarFile(source)) {
      TarArchiveEntry found = null;
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.getName().equals(name)) {
          found = entry; // as tar extracts: the last of equal names
        }
      }
      if (found == null) {
        throw new NoSuchFileException(source + " has no entry " + name);
      }
      try (InputStream bytes = tar.getInputStream(found)) {
        return bytes.readAllBytes();
      }
    }
  }
}
