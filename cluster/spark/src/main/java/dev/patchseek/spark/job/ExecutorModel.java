package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The models of this JVM: each is loaded once, and all tasks share it. */
final class ExecutorModel {

  /** By where they lie. */
  private static final Map<String, Bundle> LOADED = new HashMap<>();

  private ExecutorModel() {}

  /**
   * Loads a bundle, unless it has been.
   *
   * @param uri of its directory; one of another filesystem is copied here
   * @throws InvalidInputException when it cannot be used
   */
  static synchronized Bundle of(String uri, Configuration hadoop) {
    return LOADED.computeIfAbsent(uri, it -> load(it, hadoop));
  }

  /**
   * Loads a bundle, which has to be the one that the driver sees.
   *
   * @param fingerprint of the driver's
   */
  static Bundle of(String uri, String fingerprint, Configuration hadoop) {
    Bundle bundle = of(uri, hadoop);
    if (!bundle.fingerprint().equals(fingerprint)) {
      throw new InvalidInputException(
          "the model %s has the fingerprint %s on this machine, but %s where the job was started:"
                  .formatted(uri, bundle.fingerprint(), fingerprint)
              + " put it on a filesystem that all machines share");
    }
    return bundle;
  }

  private static Bundle load(String uri, Configuration hadoop) {
    Path place = new Path(uri);
    try {
      FileSystem files = place.getFileSystem(hadoop);
      Path qualified = files.makeQualified(place);
      if (qualified.toUri().getScheme().equals("file")) {
        return Bundle.load(java.nio.file.Path.of(qualified.toUri()));
      }
      java.nio.file.Path copy = Files.createTempDirectory("patchseek-model");
      files.copyToLocalFile(false, qualified, new Path(copy.resolve("bundle").toUri()), true);
      return Bundle.load(copy.resolve("bundle"));
    } catch (IOException e) {
      throw new InvalidInputException("the model %s cannot be read: %s".formatted(uri, e), e);
    }
  }
}
