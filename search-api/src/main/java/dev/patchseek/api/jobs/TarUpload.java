package dev.patchseek.api.jobs;

import dev.patchseek.api.images.UnpackedTars;
import dev.patchseek.api.images.UploadFolder;
import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
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
@WritesImages
@Component
final class TarUpload {

  /** Of what describes an entry: long names, attributes, maps of holes. */
  private static final long LONGEST_HEAD = 1 << 20;

  private final UnpackedTars tars;
  private final long mostBytes;
  private final long mostOfPicture;
  private final int mostEntries;

  TarUpload(UnpackedTars tars, ServiceSettings settings) {
    this.tars = tars;
    mostBytes = settings.tarSize().toBytes();
    mostOfPicture = settings.pictureSize().toBytes();
    mostEntries = settings.tarEntries();
  }

  /**
   * Unpacks.
   *
   * @param name folder below the uploads where the pictures belong
   * @return where they are until a job moves them
   * @throws ResponseStatusException 413 when it has too many files or bytes
   * @throws InvalidInputException when it is no tar, or has no picture
   */
  Path unpack(String name, InputStream tar) throws IOException {
    Path folder = tars.next();
    try {
      unpack(name, folder, new MeteredStream(tar));
      return folder;
    } catch (IOException | RuntimeException e) {
      tars.remove(folder);
      throw e;
    }
  }

  private void unpack(String name, Path folder, MeteredStream tar) throws IOException {
    long bytes = 0;
    int entries = 0;
    int pictures = 0;
    try (TarArchiveInputStream archive = new TarArchiveInputStream(tar)) {
      TarArchiveEntry entry = next(archive, tar, 0);
      while (entry != null) {
        bytes += entry.getSize();
        if (++entries > mostEntries || bytes > mostBytes) {
          throw new ResponseStatusException(
              HttpStatus.CONTENT_TOO_LARGE,
              "The tar has more than %d files or %d bytes; upload it in parts."
                  .formatted(mostEntries, mostBytes));
        }
        tar.allow(entry.getSize() + LONGEST_HEAD);
        if (entry.isFile() && !entry.isSparse() && entry.getSize() <= mostOfPicture) {
          pictures += unpack(name, folder, entry, archive) ? 1 : 0;
        }
        entry = next(archive, tar, entry.getSize());
      }
    }
    if (pictures == 0) {
      throw new InvalidInputException("the body is no tar with pictures in it");
    }
  }

  /** The next entry, behind what is left of the one before. */
  private static TarArchiveEntry next(
      TarArchiveInputStream archive, MeteredStream tar, long before) {
    tar.allow(before + LONGEST_HEAD);
    try {
      return archive.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("the body is no tar, or it is damaged", e);
    }
  }

  /** What is no picture by its name, or wants to lie elsewhere, is left out. */
  private boolean unpack(String name, Path folder, TarArchiveEntry entry, InputStream content)
      throws IOException {
    String path = name + "/" + entry.getName().replaceFirst("^\\./", "");
    try {
      UploadFolder.requirePicturePath(path);
    } catch (InvalidInputException e) {
      return false;
    }
    tars.write(folder, path, read(entry, content));
    return true;
  }

  private static byte[] read(TarArchiveEntry entry, InputStream content) {
    try {
      byte[] file = content.readNBytes((int) entry.getSize());
      if (file.length == entry.getSize()) {
        return file;
      }
    } catch (IOException e) {
      throw new InvalidInputException("the tar ends in the middle of a file", e);
    }
    throw new InvalidInputException("the tar ends in the middle of a file");
  }
}
