package dev.patchseek.data.picturebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureBookTest {

  private static final int SIZE = PictureBook.SIZE;
  private static final int PICTURES = 150;

  private final PictureBook book = new PictureBook(7);

  @Test
  void drawsTheSamePictureFromTheSameSeedOnAnyThread() {
    List<Picture> alone = IntStream.range(0, 12).mapToObj(this::training).toList();
    List<Picture> together =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> new PictureBook(7).picture(Split.TRAIN, i))
            .toList();
    for (int i = 0; i < alone.size(); i++) {
      assertThat(together.get(i).image().rgb()).isEqualTo(alone.get(i).image().rgb());
      assertThat(together.get(i).owners()).isEqualTo(alone.get(i).owners());
      assertThat(together.get(i).captions()).isEqualTo(alone.get(i).captions());
      assertThat(together.get(i).scene()).isEqualTo(alone.get(i).scene());
    }
  }

  @Test
  void drawsOtherPicturesFromAnotherSeedSplitOrIndex() {
    byte[] first = training(0).image().rgb();
    assertThat(training(1).image().rgb()).isNotEqualTo(first);
    assertThat(book.picture(Split.GALLERY, 0).image().rgb()).isNotEqualTo(first);
    assertThat(new PictureBook(8).picture(Split.TRAIN, 0).image().rgb()).isNotEqualTo(first);
  }

  @Test
  void keepsHeldOutPairsFromTrainingAndShowsOneInEveryGalleryPicture() {
    Set<List<Integer>> trained =
        IntStream.range(0, PICTURES)
            .mapToObj(this::training)
            .flatMap(picture -> pairs(picture).stream())
            .collect(Collectors.toSet());
    assertThat(trained).noneMatch(pair -> HeldOutPairs.contains(pair.get(0), pair.get(1)));
    for (int i = 0; i < PICTURES; i++) {
      assertThat(pairs(book.picture(Split.GALLERY, i)))
          .anyMatch(pair -> HeldOutPairs.contains(pair.get(0), pair.get(1)))
          .anyMatch(pair -> !trained.contains(pair));
    }
  }

  @Test
  void leavesEveryKindAndColourWithManyPartnersInTraining() {
    int kinds = PictureBook.kinds().size();
    int colours = PictureBook.colours().size();
    int heldOut = 0;
    for (int kind = 0; kind < kinds; kind++) {
      int k = kind;
      long out = IntStream.range(0, colours).filter(c -> HeldOutPairs.contains(k, c)).count();
      assertThat(out).isBetween(1L, 2L);
      heldOut += (int) out;
    }
    for (int colour = 0; colour < colours; colour++) {
      int c = colour;
      long out = IntStream.range(0, kinds).filter(k -> HeldOutPairs.contains(k, c)).count();
      assertThat(out).isBetween(1L, kinds / 6L);
    }
    assertThat((double) heldOut / (kinds * colours)).isBetween(0.1, 0.14);
  }

  @Test
  void showsOneToFourThingsInEverySetting() {
    List<Scene> scenes =
        IntStream.range(0, 3 * PICTURES).mapToObj(i -> training(i).scene()).toList();
    assertThat(scenes).extracting(scene -> scene.things().size()).contains(1, 2, 3, 4);
    assertThat(scenes).allMatch(scene -> !scene.things().isEmpty() && scene.things().size() <= 4);
    assertThat(scenes.stream().map(Scene::setting).distinct().count())
        .isEqualTo(PictureBook.settings().size());
    assertThat(scenes.stream().flatMap(s -> s.things().stream()).map(Thing::colour).distinct())
        .hasSize(PictureBook.colours().size());
  }

  @Test
  void fitsEveryBoxTightlyAroundTheVisiblePart() {
    for (int i = 0; i < PICTURES; i++) {
      Picture picture = training(i);
      List<Thing> things = picture.scene().things();
      for (int thing = 0; thing < things.size(); thing++) {
        assertThat(things.get(thing).box()).isEqualTo(tightBox(picture.owners(), thing + 1));
      }
    }
  }

  private Picture training(int index) {
    return book.picture(Split.TRAIN, index);
  }

  private static Set<List<Integer>> pairs(Picture picture) {
    return picture.scene().things().stream()
        .map(thing -> List.of(thing.kind(), thing.colour()))
        .collect(Collectors.toSet());
  }

  private static Box tightBox(byte[] owners, int owner) {
    int[] at = IntStream.range(0, SIZE * SIZE).filter(i -> owners[i] == owner).toArray();
    return new Box(
        IntStream.of(at).map(i -> i % SIZE).min().orElseThrow(),
        IntStream.of(at).map(i -> i / SIZE).min().orElseThrow(),
        IntStream.of(at).map(i -> i % SIZE).max().orElseThrow() + 1,
        IntStream.of(at).map(i -> i / SIZE).max().orElseThrow() + 1);
  }
}
