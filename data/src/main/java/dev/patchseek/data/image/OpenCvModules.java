package dev.patchseek.data.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencv.opencv_java;

/**
 * Loads OpenCV's modules. On Linux all but the one that draws windows: it alone needs GTK, which
 * machines without a screen do not have.
 */
final class OpenCvModules {

  private static final String WINDOWS = "libopencv_highgui.";

  private OpenCvModules() {}

  static void load() {
    if (Loader.getPlatform().startsWith("linux")) {
      loadWithoutWindows();
    } else {
      Loader.load(opencv_java.class);
    }
  }

  @SuppressWarnings("restricted")
  private static void loadWithoutWindows() {
    Loader.load(openblas_nolapack.class);
    File folder = extracted();
    List<File> left = modules(folder);
    int before = Integer.MAX_VALUE;
    while (left.size() < before) {
      before = left.size();
      left.removeIf(OpenCvModules::isLoaded);
    }
    System.load(new File(folder, System.mapLibraryName("opencv_java")).getPath());
  }

  private static File extracted() {
    try {
      return Loader.cacheResource(opencv_java.class, Loader.getPlatform());
    } catch (IOException e) {
      throw new UncheckedIOException("OpenCV's libraries cannot be unpacked: " + e.getMessage(), e);
    }
  }

  private static List<File> modules(File folder) {
    File[] files =
        folder.listFiles(
            (parent, name) ->
                name.startsWith("libopencv_")
                    && name.contains(".so.")
                    && !name.startsWith(WINDOWS));
    if (files == null) {
      throw new IllegalStateException("OpenCV's libraries are not in " + folder);
    }
    List<File> modules = new ArrayList<>(List.of(files));
    modules.sort(Comparator.naturalOrder());
    return modules;
  }

  /** Only when those that a module needs are there can it be loaded itself. */
  @SuppressWarnings("restricted")
  private static boolean isLoaded(File module) {
    try {
      System.load(module.getPath());
      return true;
    } catch (UnsatisfiedLinkError needsOthers) {
      return false;
    }
  }
}
