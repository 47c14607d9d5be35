package dev.patchseek.indexer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.compose.ImageRegion;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a query.
 *
 * @param bundle embeds files
 * @param index knows images by their ids
 * @param region left, top, right, bottom in pixels of the only image; null for whole images
 */
record QueryImages(Bundle bundle, PatchIndex index, float[] region) {

  QueryImages {
    if (region != null
        && (region.length != 4 || !(region[0] < region[2]) || !(region[1] < region[3]))) {
      throw new InvalidInputException(
          "--region needs LEFT,TOP,RIGHT,BOTTOM in pixels with LEFT < RIGHT and TOP < BOTTOM");
    }
  }

  /** A query for each file, then for each indexed image. */
  List<MaxSimQuery> queries(List<Path> files, List<String> liked) throws IOException {
    if (region != null && files.size() + liked.size() != 1) {
      throw new InvalidInputException(
          "--region is a part of one image: give one --image or one --like, got %d"
              .formatted(files.size() + liked.size()));
    }
    List<MaxSimQuery> queries = new ArrayList<>();
    for (Path file : files) {
      RgbImage pixels = ImageDecoder.decode(read(file), file.toString());
      PatchEmbeddings embeddings = bundle.embedImages(List.of(pixels)).getFirst();
      queries.add(query(embeddings, pixels.width(), pixels.height()));
    }
    for (String name : liked) {
      IndexedImage image = indexed(name);
      queries.add(query(index.embeddings(image.id()), image.width(), image.height()));
    }
    return queries;
  }

  private IndexedImage indexed(String name) {
    return index
        .image(name)
        .or(() -> index.image(ImageRecord.idOf(name)))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--like '%s': the index has no image of this path or id; a file is searched by with --image"
                        .formatted(name)));
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "--image %s does not exist; --like searches by an image of the index".formatted(file), e);
    }
  }

  private MaxSimQuery query(PatchEmbeddings image, int width, int height) {
    if (region == null) {
      return MaxSimQuery.of(image);
    }
    Box box = new Box(region[0], region[1], region[2], region[3]);
    return MaxSimQuery.ofPatches(image, new ImageRegion(width, height, box).patches(bundle));
  }
}
