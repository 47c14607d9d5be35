package dev.patchseek.indexer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the bundle for an index. */
final class RememberedModel {

  private RememberedModel() {}

  /**
   * The bundle that was named, else the one that the index remembers.
   *
   * @param named null when none was
   * @throws InvalidInputException when the remembered one has gone
   */
  static Path of(Path index, Path named) {
    if (named != null) {
      return named;
    }
    Path bundle = IndexManifest.read(index).bundle();
    if (!Files.isDirectory(bundle)) {
      throw new InvalidInputException(
          "the model of the index %s was at %s, which is gone: name its place with --model"
              .formatted(index, bundle));
    }
    return bundle;
  }
}
