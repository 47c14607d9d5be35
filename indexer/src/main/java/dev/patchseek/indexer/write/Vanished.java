package dev.patchseek.indexer.write;

import dev.patchseek.data.dataset.ImageListing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the index holds of a source that is no longer there.
 *
 * @param images paths of images
 * @param emptied folders of some of them, without any image now: the outermost, by name
 */
record Vanished(List<String> images, List<String> emptied) {

  static Vanished of(PatchIndexWriter index, Path source, ImageListing listing) {
    List<String> images = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>();
    index.eachImage(
        image -> {
          if (image.source().equals(source) && listing.lacks(image.path())) {
            images.add(image.path());
            addFolders(image.path(), folders);
          }
        });
    List<String> emptied = new ArrayList<>();
    for (String folder : folders) { // an outer one comes before those inside of it
      boolean isInside = emptied.stream().anyMatch(outer -> folder.startsWith(outer + "/"));
      if (!isInside && listing.isEmptied(folder)) {
        emptied.add(folder);
      }
    }
    return new Vanished(images, emptied);
  }

  private static void addFolders(String path, TreeSet<String> folders) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (!folders.add(path.substring(0, end))) {
        return; // so are those around it
      }
    }
  }
}
