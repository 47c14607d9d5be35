package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageListingTest {

  @TempDir Path folder;

  private final List<String> unreadable = new ArrayList<>();

  @Test
  void findsThePicturesOfAFolderWithAllBelow() throws IOException {
    for (String name :
        List.of("b/z.JPG", "a.png", "b/c/d/e.webp", "notes.txt", "._a.png", ".old/a.png")) {
      DatasetFiles.write(folder, name, name);
    }
    ImageListing listing = ImageListing.open(folder);
    assertThat(names(listing)).containsExactlyInAnyOrder("a.png", "b/z.JPG", "b/c/d/e.webp");
    assertThat(listing.count()).isEqualTo(3);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void followsLinksButNotBackIntoItself() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    DatasetFiles.write(pictures, "below/a.png", "a");
    DatasetFiles.write(folder, "elsewhere/b.png", "b");
    Files.createSymbolicLink(pictures.resolve("below/back"), pictures);
    Files.createSymbolicLink(pictures.resolve("link"), folder.resolve("elsewhere"));
    assertThat(names(ImageListing.open(pictures)))
        .containsExactlyInAnyOrder("below/a.png", "link/b.png");
  }

  @Test
  void givesTheNewerOfTwoVersionsInATar() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.png", new byte[] {1});
    entries.put("b.png", new byte[] {2});
    entries.put("./a.png", new byte[] {3, 3});
    ImageListing listing =
        ImageListing.open(DatasetFiles.tar(folder.resolve("pictures.tar"), entries));
    assertThat(names(listing)).containsExactly("a.png", "b.png");
    try (Stream<ListedImage> images = listing.images(this::note)) {
      assertThat(images.findFirst().orElseThrow().read()).containsExactly(3, 3);
    }
  }

  @Test
  void stampsFilesWithTheirLengthAndTimeAndEntriesWithTheTimeOfTheirTar() throws IOException {
    Instant then = Instant.parse("2020-02-02T02:02:02.222Z");
    Path file = DatasetFiles.write(folder, "pictures/a.png", "four");
    Files.setLastModifiedTime(file, FileTime.from(then));
    assertThat(first(file.getParent()).stamp()).isEqualTo(new FileStamp(4, then));
    Path tar = DatasetFiles.tar(folder.resolve("a.tar"), Map.of("a.png", new byte[5]));
    Files.setLastModifiedTime(tar, FileTime.from(then));
    assertThat(first(tar).stamp()).isEqualTo(new FileStamp(5, then));
  }

  @Test
  void refusesToStampWhatMayNeverEnd() throws IOException {
    Files.createSymbolicLink(folder.resolve("endless.png"), Path.of("/dev/zero"));
    ListedImage endless = first(folder);
    assertThatThrownBy(endless::stamp)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a regular file");
  }

  @Test
  void knowsWhatIsNoLongerThere() throws IOException {
    DatasetFiles.write(folder, "pictures/a.png", "a");
    ImageListing listing = ImageListing.open(folder.resolve("pictures"));
    assertThat(listing.lacks("a.png")).isFalse();
    assertThat(listing.lacks("b.png")).isTrue();
    ImageListing tar =
        ImageListing.open(DatasetFiles.tar(folder.resolve("a.tar"), Map.of("a.png", new byte[5])));
    assertThat(tar.lacks("a.png")).isFalse();
    assertThat(tar.lacks("b.png")).isTrue();
    for (ImageListing place : List.of(listing, tar)) {
      assertThat(place.find("a.png").orElseThrow().name()).isEqualTo("a.png");
      assertThat(place.find("b.png")).isEmpty();
    }
  }

  @Test
  void refusesPlacesWithoutPictures() throws IOException {
    ImageListing empty = ImageListing.open(folder);
    assertThatThrownBy(empty::count)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds no pictures");
    assertThatThrownBy(() -> ImageListing.open(folder.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere does not exist");
  }

  private List<String> names(ImageListing listing) {
    try (Stream<ListedImage> images = listing.images(this::note)) {
      return images.map(ListedImage::name).toList();
    }
  }

  private ListedImage first(Path place) {
    try (Stream<ListedImage> images = ImageListing.open(place).images(this::note)) {
      return images.findFirst().orElseThrow();
    }
  }

  private void note(String folder, IOException reason) {
    unreadable.add(folder);
  }
}
