package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a dataset in any of the formats that configurations can name. */
public final class DatasetReader {

  /** The formats by name. */
  public static final List<String> FORMATS =
      List.of("imagefolder", "flickr8k", "coco", "webdataset", "plain");

  private DatasetReader() {}

  /**
   * Lists the pictures with what is said of them; their bytes are read later.
   *
   * @throws InvalidInputException when the format is unknown, a file it needs is missing, or one it
   *     has no use for is given
   */
  public static List<ImageText> read(DatasetSpec spec) {
    String format = spec.format() == null ? "missing" : spec.format();
    if (!FORMATS.contains(format)) {
      throw new InvalidInputException(
          "dataset format is %s, expected one of %s".formatted(format, FORMATS));
    }
    if (spec.images().isEmpty()) {
      throw new InvalidInputException(
          "a %s dataset needs images: a folder or tar".formatted(format));
    }
    boolean wantsCaptions = format.equals("flickr8k") || format.equals("coco");
    expect(format, "captions", wantsCaptions, wantsCaptions, spec.captions());
    expect(format, "boxes", false, format.equals("flickr8k"), spec.boxes());
    List<ImageText> all = all(spec);
    if (spec.limit() == 0 || spec.limit() >= all.size()) {
      return all;
    }
    return IntStream.range(0, spec.limit())
        .mapToObj(i -> all.get((int) ((long) i * all.size() / spec.limit())))
        .toList();
  }

  private static List<ImageText> all(DatasetSpec spec) {
    return switch (spec.format()) {
      case "imagefolder" -> ImageFolderReader.read(onlyFolder(spec.images()));
      case "flickr8k" -> Flickr8kReader.read(spec.images(), spec.captions(), spec.boxes());
      case "coco" -> CocoCaptionsReader.read(spec.images(), spec.captions());
      case "webdataset" -> WebDatasetReader.read(spec.images());
      default -> PlainImagesReader.read(spec.images());
    };
  }

  private static void expect(
      String format, String key, boolean needed, boolean allowed, Path given) {
    if (needed && given == null) {
      throw new InvalidInputException("a %s dataset needs %s: a file".formatted(format, key));
    }
    if (!allowed && given != null) {
      throw new InvalidInputException(
          "a %s dataset has no %s of its own; remove %s".formatted(format, key, given));
    }
  }

  private static Path onlyFolder(List<Path> images) {
    if (images.size() != 1) {
      throw new InvalidInputException("an imagefolder dataset is one folder, got " + images);
    }
    return images.getFirst();
  }
}
