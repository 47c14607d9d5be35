package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainImagesReaderTest {

  @TempDir Path folder;

  @Test
  void listsPicturesOfAFolderInOrderOfTheirNames() throws IOException {
    for (String name :
        List.of("b/z.JPG", "a.png", "c.webp", "b/a b.tiff", "notes.txt", "._a.png", ".old/a.png")) {
      DatasetFiles.write(folder, name, name);
    }
    List<ImageText> pictures = PlainImagesReader.read(List.of(folder));
    assertThat(names(pictures)).containsExactly("a.png", "b/a b.tiff", "b/z.JPG", "c.webp");
    assertThat(pictures).allSatisfy(picture -> assertThat(picture.captions()).isEmpty());
    assertThat(pictures.get(1).image().read()).asString().isEqualTo("b/a b.tiff");
  }

  @Test
  void listsPicturesOfATarAndReadsThemByTheirPlace() throws IOException {
    String deep = "d/".repeat(80) + "é.jpg";
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("./b.jpg", new byte[700]);
    entries.put("read.me", new byte[3]);
    entries.put(deep, new byte[] {1, 2, 3});
    entries.put("a.gif", new byte[0]);
    Path tar = DatasetFiles.tar(folder.resolve("pictures.tar"), entries);
    List<ImageText> pictures = PlainImagesReader.read(List.of(tar));
    assertThat(names(pictures)).containsExactly("b.jpg", deep, "a.gif");
    assertThat(pictures.get(0).image().read()).hasSize(700);
    assertThat(pictures.get(1).image().read()).containsExactly(1, 2, 3);
    assertThat(pictures.get(2).image().read()).isEmpty();
  }

  @Test
  void joinsFoldersAndTars() throws IOException {
    DatasetFiles.write(folder, "one/a.jpg", "a");
    Path tar = DatasetFiles.tar(folder.resolve("two.tar"), Map.of("b.jpg", new byte[1]));
    assertThat(names(PlainImagesReader.read(List.of(folder.resolve("one"), tar))))
        .containsExactly("a.jpg", "b.jpg");
  }

  @Test
  void refusesTheSameNameInTwoPlaces() throws IOException {
    DatasetFiles.write(folder, "one/a.jpg", "a");
    DatasetFiles.write(folder, "two/a.jpg", "a");
    assertRefused(List.of(folder.resolve("one"), folder.resolve("two")), "a.jpg is in two of");
  }

  @Test
  void refusesMissingEmptyAndBrokenPlaces() throws IOException {
    assertRefused(List.of(), "no folder or tar");
    assertRefused(List.of(folder.resolve("nowhere")), "nowhere does not exist");
    assertRefused(List.of(folder), "holds no pictures");
    Path text =
        DatasetFiles.write(folder, "text.tar", "this is no tar, but long enough".repeat(50));
    assertRefused(List.of(text), "cannot be read as an uncompressed tar");
  }

  @Test
  void refusesATruncatedTar() throws IOException {
    Path tar = DatasetFiles.tar(folder.resolve("a.tar"), Map.of("a.jpg", new byte[5000]));
    byte[] whole = Files.readAllBytes(tar);
    Path cut = DatasetFiles.write(folder, "cut.tar", Arrays.copyOf(whole, 2000));
    assertThatThrownBy(() -> PlainImagesReader.read(List.of(cut)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cut.tar");
  }

  @Test
  void noticesATarThatWasCutSinceItWasListed() throws IOException {
    Path tar = DatasetFiles.tar(folder.resolve("a.tar"), Map.of("a.jpg", new byte[5000]));
    ImageSource image = PlainImagesReader.read(List.of(tar)).getFirst().image();
    Files.write(tar, new byte[600]);
    assertThatThrownBy(image::read).isInstanceOf(IOException.class).hasMessageContaining("a.jpg");
  }

  @Test
  void listsThePhotosOfCoco128() throws IOException {
    Path tar = SharedFiles.find("real/photos/coco128.tar");
    List<ImageText> pictures = PlainImagesReader.read(List.of(tar));
    assertThat(names(pictures)).filteredOn(name -> name.endsWith(".jpg")).hasSize(256);
    assertThat(pictures.getFirst().image().read()).startsWith(0xff, 0xd8);
  }

  private static void assertRefused(List<Path> places, String message) {
    assertThatThrownBy(() -> PlainImagesReader.read(places))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static List<String> names(List<ImageText> pictures) {
    return pictures.stream().map(picture -> picture.image().name()).toList();
  }
}
