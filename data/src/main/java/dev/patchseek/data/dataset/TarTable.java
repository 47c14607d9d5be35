package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The table of contents of an uncompressed tar, wherever its bytes lie. */
public final class TarTable {

  /**
   * A file in the archive.
   *
   * @param name as the archive has it, without a leading {@code ./}
   * @param offset of its first byte in the archive
   * @param length in bytes
   */
  public record Entry(String name, long offset, long length) {}

  private TarTable() {}

  /**
   * Lists all regular files of an archive, in its order.
   *
   * @param archive is closed
   * @param place of it, for messages
   * @throws InvalidInputException when it is no complete, uncompressed tar
   */
  public static List<Entry> read(SeekableByteChannel archive, String place) {
    List<Entry> entries = new ArrayList<>();
    try (SeekableByteChannel bytes = archive;
        TarFile tar = new TarFile(bytes)) {
      long size = bytes.size();
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
          continue;
        }
        if (entry.getDataOffset() + entry.getSize() > size) {
          throw new InvalidInputException(
              "%s is truncated: %s ends at byte %d of %d"
                  .formatted(
                      place, entry.getName(), entry.getDataOffset() + entry.getSize(), size));
        }
        String name =
            entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        entries.add(new Entry(name, entry.getDataOffset(), entry.getSize()));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s cannot be read as an uncompressed tar: %s".formatted(place, e.getMessage()), e);
    }
    return entries;
  }
}
