package dev.patchseek.data.image;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** OpenCV's native library, loaded once, and the native memory of one piece of work with it. */
final class OpenCv implements AutoCloseable {

  private static final class Library {
    static {
      // OpenCV reads these while it loads and has no setters for them in Java
      setEnvironment("OPENCV_LOG_LEVEL", "OFF");
      setEnvironment("OPENCV_IO_MAX_IMAGE_PIXELS", String.valueOf(ImageHeader.MAX_PIXELS));
      OpenCvModules.load();
      // pictures are decoded side by side, so that one alone needs no threads of its own
      Core.setNumThreads(1);
    }

    static void load() {}
  }

  private final List<Mat> mats = new ArrayList<>();

  OpenCv() {
    Library.load();
  }

  /** Keeps a matrix until this work is closed. */
  <M extends Mat> M keep(M mat) {
    mats.add(mat);
    return mat;
  }

  Mat empty() {
    return keep(new Mat());
  }

  Mat of(RgbImage image) {
    Mat mat = keep(new Mat(image.height(), image.width(), CvType.CV_8UC3));
    mat.put(0, 0, image.rgb());
    return mat;
  }

  @Override
  public void close() {
    mats.forEach(Mat::release);
  }

  /** Leaves what the user has set; does nothing where the C library has no setenv. */
  @SuppressWarnings("restricted")
  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("setenv");
    if (function.isEmpty()) {
      return;
    }
    MethodHandle setenv =
        linker.downcallHandle(
            function.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
      if (failed != 0) {
        throw new IllegalStateException("setenv refused " + name);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setenv cannot be called", e);
    }
  }
}
