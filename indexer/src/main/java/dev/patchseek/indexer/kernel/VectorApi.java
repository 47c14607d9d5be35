package dev.patchseek.indexer.kernel;

import java.util.logging.Logger;

/** Whether this JVM was started with the Vector API. */
final class VectorApi {

  private static final boolean THERE = look();

  private VectorApi() {}

  static boolean isThere() {
    return THERE;
  }

  private static boolean look() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      return true;
    }
    Logger.getLogger(MaxSim.class.getName())
        .warning(
            "searching with the slow scalar kernels: start Java with"
                + " --add-modules jdk.incubator.vector");
    return false;
  }
}
