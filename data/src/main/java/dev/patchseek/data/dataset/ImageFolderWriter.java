package dev.patchseek.data.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes captioned pictures as a Hugging Face imagefolder: numbered JPEG files beside a
 * metadata.jsonl of one line a picture, {@code {"file_name": …, "captions": [{"text": …, "phrases":
 * [{"start": …, "end": …, "boxes": [[left, top, right, bottom]]}]}]}}.
 */
public final class ImageFolderWriter {

  /** The file that holds the captions. */
  public static final String METADATA = "metadata.jsonl";

  private static final float JPEG_QUALITY = 0.92f;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ImageFolderWriter() {}

  /**
   * A picture in memory with what is said of it.
   *
   * @param image the picture
   * @param captions with boxes in pixels of the picture
   */
  public record CaptionedImage(RgbImage image, List<Caption> captions) {}

  /**
   * Writes a new folder. It appears under its name only when it is complete.
   *
   * @param folder must not exist yet; its parents are made
   * @param count how many pictures, at least 1
   * @param pictures gives picture 0 to count - 1; asked from several threads at once
   * @param progress told from several threads how many pictures are written
   * @throws InvalidInputException when the folder exists already or count is below 1
   */
  public static void write(
      Path folder, int count, IntFunction<CaptionedImage> pictures, IntConsumer progress)
      throws IOException {
    if (count < 1) {
      throw new InvalidInputException(
          "%s: expected at least 1 picture to write, got %d".formatted(folder, count));
    }
    if (Files.exists(folder)) {
      throw new InvalidInputException(
          "%s exists already; remove it or choose another folder".formatted(folder));
    }
    Path parent = folder.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path unfinished = Files.createTempDirectory(parent, "." + folder.getFileName() + "-");
    try {
      List<String> lines = fill(unfinished, count, pictures, progress);
      Files.write(unfinished.resolve(METADATA), lines, StandardCharsets.UTF_8);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(unfinished);
    }
  }

  /** Writes the pictures on all cores; returns their lines of metadata in order. */
  private static List<String> fill(
      Path folder, int count, IntFunction<CaptionedImage> pictures, IntConsumer progress)
      throws IOException {
    String name = "%0" + Math.max(5, String.valueOf(count - 1).length()) + "d.jpg";
    var written = new AtomicInteger();
    // closing the pool waits for writers still at work, so that the folder can be removed
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<String>> lines = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        lines.add(
            pool.submit(
                () -> {
                  String line = one(folder.resolve(name.formatted(index)), pictures.apply(index));
                  progress.accept(written.incrementAndGet());
                  return line;
                }));
      }
      try {
        return inOrder(lines);
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static List<String> inOrder(List<Future<String>> lines) throws IOException {
    List<String> written = new ArrayList<>();
    try {
      for (Future<String> line : lines) {
        written.add(line.get());
      }
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IOException(failure.getCause().getMessage(), failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted after %d pictures".formatted(written.size()));
    }
    return written;
  }

  private static String one(Path file, CaptionedImage picture) throws IOException {
    Files.write(file, jpeg(picture.image()));
    return JSON.writeValueAsString(
        new Line(
            file.getFileName().toString(),
            picture.captions().stream().map(ImageFolderWriter::line).toList()));
  }

  private static CaptionLine line(Caption caption) {
    return new CaptionLine(
        caption.text(),
        caption.phrases().stream()
            .map(
                phrase ->
                    new PhraseLine(
                        phrase.start(),
                        phrase.end(),
                        phrase.boxes().stream().map(ImageFolderWriter::corners).toList()))
            .toList());
  }

  private static float[] corners(Box box) {
    return new float[] {box.left(), box.top(), box.right(), box.bottom()};
  }

  private static byte[] jpeg(RgbImage picture) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream(1 << 15);
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(buffered(picture), null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage buffered(RgbImage picture) {
    var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private record Line(@JsonProperty("file_name") String fileName, List<CaptionLine> captions) {}

  private record CaptionLine(String text, List<PhraseLine> phrases) {}

  private record PhraseLine(int start, int end, List<float[]> boxes) {}
}
