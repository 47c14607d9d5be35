package dev.patchseek.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture in a file of its own. */
record FileImage(String name, Path file) implements ListedImage {

  @Override
  public FileStamp stamp() throws IOException {
    return FileStamp.of(file);
  }

  @Override
  public byte[] read() throws IOException {
    return Files.readAllBytes(file);
  }
}
