package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The embedded world: scenes of everyday things in every colour, drawn and captioned by the
 * project. Every picture follows from the seed, the split and its index alone. Safe for use by many
 * threads.
 */
public final class PictureBook {

  /** Width and height of a picture in pixels. */
  public static final int SIZE = 320;

  private static final int CAPTIONS = 3;

  private final long seed;

  public PictureBook(long seed) {
    this.seed = seed;
  }

  /** Draws one picture. The same arguments always give the same picture. */
  public Picture picture(Split split, int index) {
    var random = new SplittableRandom(mix(mix(mix(seed) + split.ordinal()) + index));
    Composition composition = SceneComposer.compose(split, random);
    RgbImage image = Page.paint(composition, random);
    List<Caption> captions = new CaptionWriter(composition, random).write(CAPTIONS);
    return new Picture(image, scene(composition), captions, composition.owners());
  }

  /** Singular names in label order. */
  public static List<String> kinds() {
    return Kinds.ALL.stream().map(Kind::name).toList();
  }

  /** Names in label order. */
  public static List<String> colours() {
    return Arrays.stream(Colour.values()).map(Colour::word).toList();
  }

  /** Names in label order, with the time of day where a place has one. */
  public static List<String> settings() {
    return Setting.ALL.stream().map(Setting::label).toList();
  }

  private static Scene scene(Composition composition) {
    List<Thing> things = new ArrayList<>();
    for (int i = 0; i < composition.placed().size(); i++) {
      Group group = composition.groups().get(composition.placed().get(i).group());
      things.add(new Thing(group.kind(), group.colour(), group.size(), composition.boxes().get(i)));
    }
    return new Scene(composition.setting(), things);
  }

  /** Spreads neighbouring numbers far apart (the finaliser of SplitMix64). */
  private static long mix(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
