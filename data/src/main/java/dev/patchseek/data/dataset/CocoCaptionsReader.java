package dev.patchseek.data.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.patchseek.data.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** COCO's caption annotations (captions_val2017.json and its like; Chen et al., 2015). */
public final class CocoCaptionsReader {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private record Image(long id, @JsonProperty("file_name") String fileName) {}

  private record Annotation(long id, @JsonProperty("image_id") long imageId, String caption) {}

  private record Annotations(List<Image> images, List<Annotation> annotations) {}

  private CocoCaptionsReader() {}

  /**
   * Reads the pictures that have captions, in the order of the file.
   *
   * @param images folders and tars that hold the pictures
   * @param captions the annotation file
   * @throws InvalidInputException when a picture with a caption is missing or the file is not
   *     understood
   */
  public static List<ImageText> read(List<Path> images, Path captions) {
    Annotations coco = parse(captions);
    Map<Long, List<Caption>> byImage = new LinkedHashMap<>();
    coco.images.forEach(image -> byImage.put(image.id, new ArrayList<>()));
    for (Annotation annotation : coco.annotations) {
      List<Caption> said = byImage.get(annotation.imageId);
      if (said == null || annotation.caption == null || annotation.caption.isBlank()) {
        throw new InvalidInputException(
            "%s: annotation %d %s"
                .formatted(
                    captions,
                    annotation.id,
                    said == null
                        ? "is for image %d, which is not listed".formatted(annotation.imageId)
                        : "has no caption"));
      }
      said.add(Caption.of(annotation.caption.strip()));
    }
    ImageCollection collection = ImageCollection.open(images);
    List<ImageText> pictures = new ArrayList<>();
    for (Image image : coco.images) {
      if (!byImage.get(image.id).isEmpty()) {
        String wantedBy = "%s, image %d".formatted(captions, image.id);
        pictures.add(
            new ImageText(collection.find(image.fileName, wantedBy), byImage.get(image.id)));
      }
    }
    return pictures;
  }

  private static Annotations parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("%s does not exist; expected COCO captions".formatted(file));
    }
    try {
      Annotations coco = JSON.readValue(file.toFile(), Annotations.class);
      if (coco.images != null && coco.annotations != null) {
        return coco;
      }
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "%s is no COCO caption file: %s".formatted(file, e.getOriginalMessage()), e);
    }
    throw new InvalidInputException(
        file + " is no COCO caption file: expected images and annotations");
  }
}
