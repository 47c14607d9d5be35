package dev.patchseek.encoder.bundle;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that turns pictures and words into comparable vectors, in one directory: both towers,
 * the adapter, the projections and a manifest. Loading is strict, embedding is thread-safe.
 */
public final class Bundle implements AutoCloseable {

  /**
   * Loads a bundle directory as the trainer wrote it.
   *
   * @throws InvalidInputException when a file is missing or does not fit the others
   */
  public static Bundle load(Path directory) {
    throw new InvalidInputException(directory + ": bundles are not built yet");
  }

  /** SHA-256 in hexadecimal over everything that shapes an embedding; an index carries it. */
  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /** What people call the model: the name of the run that trained it. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** Components of each patch and token vector. */
  public int dim() {
    throw new UnsupportedOperationException();
  }

  /** Patches from top to bottom of every picture. */
  public int gridRows() {
    throw new UnsupportedOperationException();
  }

  /** Patches from left to right of every picture. */
  public int gridColumns() {
    throw new UnsupportedOperationException();
  }

  /** Embeds pictures in one batch; result i belongs to picture i. */
  public List<PatchEmbeddings> embedImages(List<RgbImage> images) {
    throw new UnsupportedOperationException();
  }

  /**
   * Embeds a query.
   *
   * @throws InvalidInputException when the text has no words
   */
  public TokenEmbeddings embedText(String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
