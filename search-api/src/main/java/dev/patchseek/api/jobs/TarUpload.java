package dev.patchseek.api.jobs;

import dev.patchseek.api.images.UploadFolder;
import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Unpacks an uploaded tar as it arrives: its pictures, each whole, and nothing else. */
@Component
final class TarUpload {

  private final UploadFolder uploads;
  private final long mostBytes;
  private final long mostOfPicture;
  private final int mostEntries;

  TarUpload(UploadFolder uploads, ServiceSettings settings) {
    this.uploads = uploads;
    mostBytes = settings.tarSize().toBytes();
    mostOfPicture = settings.pictureSize().toBytes();
    mostEntries = settings.tarEntries();
  }

  /**
   * Unpacks.
   *
   * @param name folder below the uploads
   * @return the folder of uploads
   * @throws ResponseStatusException 413 when it has too many files or bytes
   * @throws InvalidInputException when it is no tar, or has no picture
   */
  Path unpack(String name, InputStream tar) throws IOException {
    long bytes = 0;
    int entries = 0;
    int pictures = 0;
    try (TarArchiveInputStream archive = new TarArchiveInputStream(tar)) {
      for (TarArchiveEntry entry = next(archive); entry != null; entry = next(archive)) {
        bytes += entry.getSize();
        if (++entries > mostEntries || bytes > mostBytes) {
          throw new ResponseStatusException(
              HttpStatus.CONTENT_TOO_LARGE,
              "The tar has more than %d files or %d bytes; upload it in parts."
                  .formatted(mostEntries, mostBytes));
        }
        if (entry.isFile() && !entry.isSparse() && entry.getSize() <= mostOfPicture) {
          pictures += unpack(name, entry, archive) ? 1 : 0;
        }
      }
    }
    if (pictures == 0) {
      throw new InvalidInputException("the body is no tar with pictures in it");
    }
    return uploads.folder();
  }

  private static TarArchiveEntry next(TarArchiveInputStream archive) {
    try {
      return archive.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("the body is no tar, or it is damaged", e);
    }
  }

  /** What is no picture by its name, or wants to lie elsewhere, is left out. */
  private boolean unpack(String name, TarArchiveEntry entry, InputStream content)
      throws IOException {
    String path = name + "/" + entry.getName().replaceFirst("^\\./", "");
    try {
      UploadFolder.requirePicturePath(path);
    } catch (InvalidInputException e) {
      return false;
    }
    byte[] file = content.readNBytes((int) entry.getSize());
    if (file.length < entry.getSize()) {
      throw new InvalidInputException("the tar ends in the middle of a file");
    }
    uploads.write(path, file);
    return true;
  }
}
