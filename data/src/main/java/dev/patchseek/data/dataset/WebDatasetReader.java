package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * WebDataset shards: tars in which files of one sample share their name up to its first dot, {@code
 * 0001.jpg} with {@code 0001.txt} (a caption a line) or {@code 0001.json} ({@code text}, {@code
 * caption} or {@code captions}).
 */
public final class WebDatasetReader {

  /** The files of one sample by what follows the first dot. */
  private record Sample(Path shard, String key, Map<String, TarEntry> files) {}

  private WebDatasetReader() {}

  /**
   * Reads the samples of all shards in their order.
   *
   * @throws InvalidInputException when a shard is missing or empty, or a sample lacks its picture
   *     or its caption
   */
  public static List<ImageText> read(List<Path> shards) {
    List<ImageText> pictures = new ArrayList<>();
    for (Path shard : shards) {
      if (!Files.isRegularFile(shard)) {
        throw new InvalidInputException("%s does not exist; expected a tar".formatted(shard));
      }
      Map<String, Sample> samples = new LinkedHashMap<>();
      for (TarEntry entry : TarEntry.list(shard)) {
        int dot = entry.name().indexOf('.', entry.name().lastIndexOf('/') + 1);
        if (dot > 0 && entry.name().charAt(dot - 1) != '/') {
          String key = entry.name().substring(0, dot);
          samples
              .computeIfAbsent(key, k -> new Sample(shard, k, new LinkedHashMap<>()))
              .files
              .put(entry.name().substring(dot + 1), entry);
        }
      }
      if (samples.isEmpty()) {
        throw new InvalidInputException(shard + " is empty; expected pictures with captions");
      }
      samples.values().forEach(sample -> pictures.add(picture(sample)));
    }
    return pictures;
  }

  private static ImageText picture(Sample sample) {
    String place = "%s, sample %s".formatted(sample.shard, sample.key);
    TarEntry image =
        sample.files.values().stream()
            .filter(entry -> ImageCollection.isPicture(entry.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s: expected a picture, got %s".formatted(place, sample.files.keySet())));
    TarEntry lines = sample.files.get("txt");
    if (lines != null) {
      List<Caption> captions =
          text(lines)
              .lines()
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .map(Caption::of)
              .toList();
      if (captions.isEmpty()) {
        throw new InvalidInputException(place + ": its txt holds no caption");
      }
      return new ImageText(image, captions);
    }
    TarEntry json = sample.files.get("json");
    if (json == null) {
      throw new InvalidInputException(
          "%s: expected a caption in txt or json, got %s".formatted(place, sample.files.keySet()));
    }
    return new ImageText(image, CaptionJson.captions(CaptionJson.parse(text(json), place), place));
  }

  private static String text(TarEntry entry) {
    try {
      return new String(entry.read(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be read: %s".formatted(entry.tar(), e.getMessage()), e);
    }
  }
}
