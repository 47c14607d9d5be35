package dev.patchseek.data.dataset;

import java.util.List;

/**
 * One picture with what is said of it.
 *
 * @param image where its bytes are
 * @param captions empty for pictures that are only to be indexed
 */
public record ImageText(ImageSource image, List<Caption> captions) {

  public ImageText {
    captions = List.copyOf(captions);
  }
}
