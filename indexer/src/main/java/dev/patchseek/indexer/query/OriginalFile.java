package dev.patchseek.indexer.query;

import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.PlainImagesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file an indexed image was read from, found again by what the index stored of it.
 *
 * @param source the folder or tar that was indexed
 * @param name the path inside it
 */
record OriginalFile(Path source, String name) implements ImageSource {

  @Override
  public byte[] read() throws IOException {
    return Files.isRegularFile(source) ? entry().read() : Files.readAllBytes(source.resolve(name));
  }

  private ImageSource entry() throws NoSuchFileException {
    return PlainImagesReader.read(List.of(source)).stream()
        .map(ImageText::image)
        .filter(image -> image.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchFileException(source + " has no entry " + name));
  }
}
